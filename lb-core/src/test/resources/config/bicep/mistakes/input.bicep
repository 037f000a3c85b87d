param noType
param port int =
var = 5
var half = 1.5
var big = 99999999999999999999
var open = 'never closed
var badEscape = 'a\qb'
var badCode = '\u{110000}'
var double = "text"
resource noVersion 'Microsoft.Network/applicationGateways' = {
  name: 'x'
}
resource noEquals 'Microsoft.Network/applicationGateways@2024-05-01' {
  name: 'y'
}
resource manyMistakes 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name 'no colon'
  location: 'ok'
  properties: {
    sku: { name: 'a' tier: 'b' }
    ports: [ 80 443 ]
    pools: [for pool of [ 1 ]: pool]
    call: resourceId('a', )
    wrong: foo(1 2)
    fine: true
    operator: 1 +
    twice: 1
    twice: 2
  }
}
nonsense here
output noType = 5
output good string = 'x'
module noPath = {}
@description('nothing follows')
EOF
