/** What a validated request asks of an object: fragments flattened, duplicates merged. */
export type Selection<Plan> = readonly Selected<Plan>[]

/** Under its key in the answer (the alias, or the name), a field, or the name of the object's own type. */
export type Selected<Plan> = SelectedField<Plan> | SelectedTypename

export interface SelectedField<Plan> {
  key: string
  /** What the field stands for, with its arguments and what is selected of it. */
  plan: Plan
}

interface SelectedTypename {
  key: string
  typeName: string
}

/** The fields of a selection. */
export function plansOf<Plan>(selection: Selection<Plan>): Plan[] {
  return selection.flatMap((selected) => ('plan' in selected ? [selected.plan] : []))
}
