param low int = 3
param high int = 10
param word string = 'Hello'
param nothing string?
param some object = { a: { b: [ 1, 2, { c: 'deep' } ] } }

var arithmetic = (low + high) * 2 - high / 3 % 2
var minus = -low - -2
var precedence = low + high * 2 == 23 && !(low > high) || false
var compare = [
  low < high
  low <= 3
  high > low
  high >= 11
  low == 3
  low != 3
  word =~ 'hELLO'
  word !~ 'hello'
]
var ternary = low > 5 ? 'big' : high > 5 ? 'chained' : 'small'
var ternaryLines = low > 5
  ? {
      a: 1
    }
  : {
      a: 2
    }
var coalesced = nothing ?? some.?missing ?? 'fallback'
var safe = some.?a.b[2].?c
var safeIndex = some.a.b[?7]
var safeChain = some.?x.y.z
var byName = some['a']['b'][1]
var last = some.a.b[^1].c
var certain = some!.a!.b![0]
var broken = low > 1
  && high > 1
  || false
var inParentheses = (
  low
  + high
  - 1
)
var items = [
  low
  -1
  !true
  (high)
]
var spreadArray = [ 0, ...some.a.b, ...[], 9 ]
var spreadObject = { first: 1, ...some, a: 'overridden', ...(empty(word) ? {} : { added: true }) }

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'operators'
  properties: {
    arithmetic: arithmetic
    minus: minus
    precedence: precedence
    compare: compare
    ternary: ternary
    ternaryLines: ternaryLines
    coalesced: coalesced
    safe: safe
    safeIndex: safeIndex
    safeChain: safeChain
    byName: byName
    last: last
    certain: certain
    broken: broken
    inParentheses: inParentheses
    items: items
    spreadArray: spreadArray
    spreadObject: spreadObject
  }
}
