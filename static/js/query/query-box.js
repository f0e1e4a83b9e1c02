// @ts-check
import { element } from '../dom/element.js'
import { icon } from '../dom/icon.js'
import { whileBusy } from '../dom/while-busy.js'
import { answerView } from './answer-view.js'
import { examples } from './examples.js'
import { parseVariables } from './parse-variables.js'

/** @import { Question, ShownAnswer } from '../graphql/ask-as-person.js' */

/**
 * A form that runs GraphQL as the person and shows the answer.
 *
 * @param {(question: Question) => Promise<ShownAnswer>} run
 */
export function queryBox(run) {
  const example = examplePicker()
  const query = textArea('query-text', 9, examples[0].query)
  const variables = textArea('query-variables', 3, '')
  const role = element('select', { id: 'query-role' })
  const roleField = element('label', { class: 'inline-field', hidden: true }, 'as role', role)
  const button = element(
    'button',
    { type: 'submit', class: 'button primary', disabled: true },
    icon('play'),
    'Run',
  )
  const answer = answerView()

  const form = element(
    'form',
    { class: 'query-form' },
    element('div', { class: 'query-bar' }, element('label', { class: 'inline-field' }, 'Example', example)),
    field('Query', query),
    variablesField(variables),
    element('div', { class: 'query-bar' }, button, roleField),
  )

  async function submit() {
    const parsed = parseVariables(variables.value)
    if (!parsed) return answer.showProblem('The variables are not a JSON object.')
    answer.showRunning()
    answer.show(await run({ query: query.value, variables: parsed, role: role.value }))
  }

  example.addEventListener('change', () => {
    query.value = examples[example.selectedIndex]?.query ?? ''
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void whileBusy(button, submit)
  })
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void whileBusy(button, submit)
  })

  return {
    nodes: [form, answer.node],
    /**
     * @param {readonly string[]} roles
     * @param {string} defaultRole
     */
    enable(roles, defaultRole) {
      role.replaceChildren(
        ...roles.map((name) => element('option', { selected: name === defaultRole }, name)),
      )
      roleField.hidden = roles.length < 2
      button.disabled = false
    },
  }
}

function examplePicker() {
  return element(
    'select',
    { id: 'query-example' },
    ...examples.map(({ name }) => element('option', {}, name)),
  )
}

/**
 * @param {string} id
 * @param {number} rows
 * @param {string} value
 */
function textArea(id, rows, value) {
  const area = element('textarea', {
    id,
    rows: String(rows),
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
  })
  area.value = value
  return area
}

/**
 * @param {string} label
 * @param {HTMLTextAreaElement} area
 */
function field(label, area) {
  return element('div', { class: 'field' }, element('label', { for: area.id }, label), area)
}

/** @param {HTMLTextAreaElement} area */
function variablesField(area) {
  area.setAttribute('aria-label', 'Variables, as a JSON object')
  area.placeholder = '{ }'
  return element('details', {}, element('summary', {}, 'Variables'), area)
}
