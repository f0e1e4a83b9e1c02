import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSocket } from '../subscriptions/support.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'
import { openProject } from './open-project.js'

type Project = Awaited<ReturnType<typeof openProject>>

const customer = { role: 'customer', session: { 'x-hasura-user-id': 'customer-1' } }
const reviewer = { role: 'customer', session: { 'x-hasura-user-id': 'customer-2' } }
const staff = { role: 'staff' }
const smallPot = {
  slug: 'small-pot',
  averageRating: 4.5,
  cheapestVariant: [{ unitPrice: 10, isAvailable: false }],
}
const largePot = {
  slug: 'large-pot',
  averageRating: null,
  cheapestVariant: [{ unitPrice: 40, isAvailable: true }],
}

let shop: Project
let office: WebhookServer
beforeAll(async () => {
  office = await startWebhookServer()
  shop = await openProject('shop', { env: { SHOP_URL: office.url } })
})
afterAll(async () => {
  await shop?.close()
  await office.close()
})

type Caller = NonNullable<Parameters<Project['graphql']>[1]>

async function run(operation: string, caller: Caller = {}, variables: Record<string, unknown> = {}) {
  const { body } = await shop.graphql(await shop.operation(operation), { ...caller, variables })
  return body
}

describe('the shop, whose names are in graphql-default', () => {
  test('shows everybody what is published', async () => {
    expect(shop.messages).toEqual([])
    const pots = { displayName: 'Pots', products: [smallPot, largePot] }
    const subCategories = [{ displayName: 'Knives', products: [] }, pots]
    expect(await run('front-page')).toEqual({
      data: { categories: [{ displayName: 'Kitchen', subCategories }], newestProduct: largePot },
    })
  })

  test('shows a product, with what its reader wrote of it', async () => {
    const product = {
      name: 'Small pot',
      material: 'steel',
      variants: [
        { sku: 'POT-S-1', isAvailable: true },
        { sku: 'POT-S-2', isAvailable: false },
      ],
      reviewsAggregate: { aggregate: { count: 2, stddevPop: { rating: 0.5 } } },
      similarProducts: [{ slug: 'large-pot' }],
      ownReviews: [],
    }
    const variables = { slug: 'small-pot' }
    expect(await run('product-page', {}, variables)).toEqual({ data: { products: [product] } })
    expect(await run('product-page', reviewer, variables)).toEqual({
      data: { products: [{ ...product, ownReviews: [{ rating: 4 }] }] },
    })
    expect(await run('product-page', {}, { slug: 'bread-knife' })).toEqual({ data: { products: [] } })
  })

  test('searches by what the front end composes', async () => {
    const where = { attributes: { _hasKey: 'material' }, _not: { slug: { _ilike: 'large%' } } }
    const found = await run('search', {}, { text: 'pot', where, orderBy: { createdAt: 'DESC' } })
    expect(found).toEqual({
      data: {
        searchProducts: [{ slug: 'small-pot' }],
        searchProductsAggregate: { aggregate: { count: 1 } },
      },
    })
    expect(await run('search', staff, { text: 'n' })).toMatchObject({
      data: { searchProducts: [{ slug: 'bread-knife' }] },
    })
  })

  test('lets nobody fill a cart who has not signed in', async () => {
    expect(await run('open-cart', {}, { lines: [] })).toEqual({
      errors: [{ message: 'no mutations exist', extensions: { path: '$', code: 'validation-failed' } }],
    })
  })

  test('takes an order out of a cart', async () => {
    const chosen = [1, 2, 3].map((variantId) => ({ variantId }))
    expect(await run('open-cart', customer, { lines: chosen })).toEqual({
      data: { insertCartsOne: { __typename: 'Carts', totalPrice: 62.5 } },
    })
    const updates = [{ where: { variantId: { _eq: 2 } }, _set: { unitCount: 1 } }]
    expect(await run('change-cart', reviewer, { cartId: 1, updates })).toEqual({
      data: {
        updateCartLinesMany: [{ affectedRows: 0 }],
        updateCartLinesByPk: null,
        deleteCartLinesByPk: null,
      },
    })
    expect(await run('change-cart', customer, { cartId: 1, updates })).toEqual({
      data: {
        updateCartLinesMany: [{ affectedRows: 1 }],
        updateCartLinesByPk: { unitCount: 2 },
        deleteCartLinesByPk: { variant: { sku: 'POT-L-1' } },
      },
    })
    const lines = [
      { unitCount: 2, unitPrice: 12.5 },
      { unitCount: 1, unitPrice: 10 },
    ]
    expect(await run('place-order', customer)).toEqual({
      data: { placeOrder: { __typename: 'Orders', orderStatus: 'OPEN' } },
    })
    expect(await run('my-orders', customer, { status: 'OPEN' })).toEqual({ data: { orders: [{ lines }] } })
    expect(await run('my-orders', reviewer, { status: 'OPEN' })).toEqual({ data: { orders: [] } })
  })

  test('keeps one review of each customer', async () => {
    const review = { productId: 2, rating: 3 }
    const kept = (rating: number) => ({
      data: { insertReviewsOne: { rating, product: { averageRating: rating } } },
    })
    expect(await run('review', customer, { review })).toEqual(kept(3))
    expect(await run('review', customer, { review: { ...review, rating: 5 } })).toEqual(kept(5))
    expect(await run('review', customer, { review: { ...review, rating: 9 } })).toMatchObject({
      errors: [
        { extensions: { path: '$.selectionSet.insertReviewsOne.args.object', code: 'permission-error' } },
      ],
    })
  })

  test('lets staff send orders, and tells the office', async () => {
    expect(await run('stock', staff)).toEqual({
      data: {
        variantsAggregate: { aggregate: { sum: { unitsInStock: 1 } } },
        orders: [{ customerId: 'customer-1' }],
      },
    })
    expect(await run('send-orders', staff)).toEqual({
      data: { updateOrders: { affectedRows: 1, returning: [{ orderStatus: 'SENT' }] } },
    })
    await expect
      .poll(() => office.requests.map(({ json }) => json))
      .toMatchObject([
        { event: { op: 'UPDATE', data: { old: { order_status: 'open' }, new: { order_status: 'sent' } } } },
      ])
  })

  test('lets staff add a product with what is sold of it', async () => {
    const variants = { data: [{ sku: 'PAN-1', unitPrice: '9.90', unitsInStock: 4 }] }
    const object = { categoryId: 2, name: 'Pan', slug: 'pan', variants }
    expect(await run('add-product', staff, { object })).toEqual({
      data: { insertProductsOne: { id: 4, variants: [{ unitsInStock: 4 }] } },
    })
    expect(await run('add-product', customer, { object })).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    })
  })

  test('streams orders to their customer', async () => {
    const socket = await openSocket(shop.url, 'graphql-transport-ws')
    try {
      socket.send({ type: 'connection_init', payload: { headers: shop.headersOf(customer) } })
      expect(await socket.next()).toEqual({ type: 'connection_ack' })
      socket.send({ type: 'subscribe', id: '1', payload: { query: await shop.operation('watch-orders') } })
      expect(await socket.next()).toEqual({
        type: 'next',
        id: '1',
        payload: { data: { ordersStream: [{ orderStatus: 'SENT' }] } },
      })
    } finally {
      await socket.close()
    }
  })
})
