import type { DeletePlan, InsertPlan, UpdatePlan } from '../../schema/plans.js'
import { compileDelete } from '../../sql/compile-delete.js'
import { compileInsert } from '../../sql/compile-insert.js'
import { compileUpdate } from '../../sql/compile-update.js'
import type { Change } from './run-change.js'

/** The change that a root field stands for; null when rows to insert are nested in others, or there are none. */
export function changeOf(plan: UpdatePlan | DeletePlan): Change
export function changeOf(plan: InsertPlan | UpdatePlan | DeletePlan): Change | null
export function changeOf(plan: InsertPlan | UpdatePlan | DeletePlan): Change | null {
  switch (plan.kind) {
    case 'insert': {
      const { objects } = plan
      if (objects.length === 0 || objects.some(({ related }) => related.length > 0)) return null
      const insert = { ...plan, rows: objects.map(({ values }) => values) }
      return { ...plan, compile: (context) => compileInsert(context, insert) }
    }
    case 'update':
      return { ...plan, compile: (context) => compileUpdate(context, plan), path: '$' }
    case 'delete':
      return { ...plan, compile: (context) => compileDelete(context, plan), path: '$' }
  }
}
