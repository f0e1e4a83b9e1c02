import type { Version } from './bundle-client.js'

/** Every file of next-auth that runs in the page, as its authors published it. */
export const clientDigests: Readonly<Record<Version, Readonly<Record<string, string>>>> = {
  v4: {
    'next-auth/client/_utils.js': 'fa26d78bc7ded975ec97aec820bffc57a797cf3eb3107929ec2d1316843cacd2',
    'next-auth/core/errors.js': '512391cd5ac6ad2df090d1459b65b8ae49ab725002cc01a6b581ec4040a0bbc1',
    'next-auth/react/index.js': '772ea71b59a3467615da247b786f3b66d7028a1275b1997dab046564573b305e',
    'next-auth/react/types.js': 'edf54261c4de64f458b044a39a64af998353d4ab54e16a2ad58349e323abe3d3',
    'next-auth/utils/logger.js': 'd64a87d72f19308d7c21f116b2173f0f6e0627a734da7f480cd6e6fa6e1f262d',
    'next-auth/utils/parse-url.js': 'f87c121c64747e9579bcb78c5c818052c19aed989468388a3b081e089709b62a',
  },
  v5: {
    '@auth/core/errors.js': '5bbf15f3c7c59e6e62397474c133851e6048524eb0dcab6e87d71f44bce26fb4',
    'next-auth-v5/lib/client.js': '88d350efed1f7ba602384fd79ee075c614d0afa466188a936cd80118723e21cb',
    'next-auth-v5/react.js': '905278113298170e6c76460d3e2e95c18eb8e4eb3be408ad9a3a933f54065304',
  },
}
