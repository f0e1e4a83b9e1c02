import * as client from 'next-auth-v5/react'
import { show } from './show.js'

show(client)
