import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { publicKeyOf } from '../../server/public-key-pem.js'
import { keyPair } from '../support/key-pairs.js'

// Made with openssl req -x509; their private keys were never kept.
const certificates = {
  EC: `-----BEGIN CERTIFICATE-----
MIIBgjCCASmgAwIBAgIUYoRRfRF0Pt53GwS6WFLNZcoUOMswCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwIBcNMjYxMTI4MTMzNDUyWhgPMjEyNjEx
MDQxMzM0NTJaMBYxFDASBgNVBAMMC2FwcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEXnGGUIASf2LPzMkD4Gfyn6Awm+Ypu4N83snCEARcHR5tszQe
kGKTa0QPoorhq/ftGTPCJ3qHlV3emV6HdSehDqNTMFEwHQYDVR0OBBYEFER66iXU
dXQcUw20llfxfAcjbN7xMB8GA1UdIwQYMBaAFER66iXUdXQcUw20llfxfAcjbN7x
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgAYbeqb91tH0eYyCb
Y0VAFvAikQzVgZzpr4sRb8EVK+UCIB4PQa4xvMDIbO6hxzOoJjQKhA0gFt2HwiRD
Ip3od2PH
-----END CERTIFICATE-----`,
  RSA: `-----BEGIN CERTIFICATE-----
MIIDDzCCAfegAwIBAgIUenQiVXpRQK6cPCXj9K+UlfXVJQUwDQYJKoZIhvcNAQEL
BQAwFjEUMBIGA1UEAwwLYXBwLmV4YW1wbGUwIBcNMjYxMTI4MTMzNDUyWhgPMjEy
NjExMDQxMzM0NTJaMBYxFDASBgNVBAMMC2FwcC5leGFtcGxlMIIBIjANBgkqhkiG
9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqfCT9YC8n43U9V+kjcfSr7AqoTpwkwiZgsWR
BgOrOKH+2vn4r4VVImgGrx3uoHItAYaSx1+FHJkQniKrUJ6M99XsqFMB2sc3vpDG
hw+tzQ39RYfLhn6Obf2mIhE97G5bzqmt/eB2oWVne0ppJ3wXjChl8PSe2AsCx5V6
9UpqS6CwTd04nvbxpf8WcNRd77uLi1gC5YV8mCY+9Bt28JBtDUlZnfp9jWJaC/NM
QVbtHsryydp4RlWHwtUcWtOiar3t1A8UoJ4EzOdbB4rdqfaPPqUt8eGE2Nsshv0i
RHhyJAswzmCRo7Nc3WgSRNMw1xuH8LDn/w3r0TwNnQccv6vZqQIDAQABo1MwUTAd
BgNVHQ4EFgQU3IoI62Sg7jMREbIuMJTat73gurwwHwYDVR0jBBgwFoAU3IoI62Sg
7jMREbIuMJTat73gurwwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOC
AQEAcVSkaXEfB5Dmku8Aphn0iMYwKskQtSlyhPUtFvMB9cAUTb5EJnnS8QTq+DQa
apcaSnBSFyx3hNFcjQhY9r6fGqd/kMKd5Q9KS1OytRE2Mj6T05wq1ir2NlEGBHcu
GhOkwf3HJwqoCRqN6qKJVSZ0oDe1yzU2u99o5n7rHRnMi8V+YIIiOlDSUX1RZDEC
n03y/a6l3zXD1cX15F6gEVojjZ6sUpsdtjnng3tILWDkIV4ou2OeEfvrDmKukQyV
HRD4YWcQ60wr9GZYHfxVSeSCQvDyubIt0QSRDtpWq99NOR0yJikB/HvKQUDk+OwU
5amTjHis1QaJTeBwS9BpowVH9w==
-----END CERTIFICATE-----`,
}

const asNodeReads = (pem: string) => [...createPublicKey(pem).export({ type: 'spki', format: 'der' })]

describe('publicKeyOf() reads what Node reads', () => {
  test.each(Object.entries(certificates))('of a certificate with a key of type %s', (_type, pem) => {
    expect([...publicKeyOf(pem)]).toEqual(asNodeReads(pem))
    expect([...publicKeyOf(`\n${pem.replaceAll('\n', '\r\n')}\r\n`)]).toEqual(asNodeReads(pem))
  })

  test.each(['RS256', 'ES256', 'ES384', 'ES512'])('of a public key for %s', (algorithm) => {
    const { publicPem } = keyPair(algorithm)
    expect([...publicKeyOf(publicPem)]).toEqual(asNodeReads(publicPem))
  })

  test.each([2048, 3072, 4096])('of a key of PKCS #1 with %i bits', (bits) => {
    const pem = createPublicKey(keyPair('RS256', bits).publicPem)
      .export({ type: 'pkcs1', format: 'pem' })
      .toString()
    expect([...publicKeyOf(pem)]).toEqual(asNodeReads(pem))
  })
})

describe('publicKeyOf() refuses', () => {
  const { publicPem, privatePem } = keyPair('ES256')
  const body = certificates.EC.split('\n').slice(1, -1).join('')
  const cut = (bytes: number) => Buffer.from(body, 'base64').subarray(0, bytes).toString('base64')
  const wrap = (label: string, content: string) =>
    `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----`

  test.each([
    ['a private key', privatePem],
    ['no text', ''],
    ['text that is no PEM', 'secret'],
    ['two keys', publicPem + publicPem],
    ['a body that is no base64', wrap('PUBLIC KEY', '!')],
    ['an empty body', wrap('PUBLIC KEY', '')],
    ['a certificate that is cut off', wrap('CERTIFICATE', cut(120))],
    ['a certificate of one byte', wrap('CERTIFICATE', cut(1))],
    ['another kind', wrap('CERTIFICATE REQUEST', body)],
  ])('%s', (_name, pem) => {
    expect(() => publicKeyOf(pem)).toThrow(TypeError)
  })
})
