import * as client from 'next-auth/react'
import { show } from './show.js'

show(client)
