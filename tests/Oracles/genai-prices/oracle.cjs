// The price oracle: "data" prints its providers with names that lead to each model, "price" prices one JSON line after the other.
const readline = require('node:readline')
const { calcPrice, findProvider } = require('@pydantic/genai-prices')

const ids = [
  'anthropic', 'avian', 'aws', 'azure', 'cerebras', 'cohere', 'deepseek', 'doubleword', 'fireworks', 'google', 'groq', 'minimax', 'mistral', 'modal', 'moonshotai', 'novita',
  'openai', 'openrouter', 'ovhcloud', 'perplexity', 'together', 'voyageai', 'x-ai', 'zai', 'zhipuai',
]

const names = (match) => Object.entries(match).flatMap(([kind, value]) =>
  kind === 'or' ? value.flatMap(names) : kind === 'equals' || kind === 'starts_with' ? [value] : [])

function data() {
  const providers = ids.map((providerId) => findProvider({ providerId })).filter(Boolean)
  const probes = providers.flatMap((provider) => provider.models.flatMap((model) => {
    const name = [model.id, ...names(model.match)].find((one) => calcPrice({ input_tokens: 1 }, one, { providerId: provider.id })?.model.id === model.id)
    return name ? [{ provider: provider.id, model: model.id, name }] : []
  }))
  process.stdout.write(JSON.stringify({ providers, probes }))
}

function price() {
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const { provider, name, at, usage } = JSON.parse(line)
    let total = null
    try {
      total = calcPrice(usage, name, { providerId: provider, timestamp: new Date(at) })?.total_price ?? null
    } catch {
      // It refuses some usages; the test counts them.
    }
    process.stdout.write(JSON.stringify(total) + '\n')
  })
}

if (process.argv[2] === 'data') data()
else price()
