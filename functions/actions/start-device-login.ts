import { z } from 'zod'
import { startDeviceLogin as start } from '../sign-in/device.js'
import { defineAction } from './action.js'

/** `mutation startDeviceLogin`: begins the device flow. */
export const startDeviceLogin = defineAction(z.strictObject({}), start)
