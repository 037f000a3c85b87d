param name string = 'x'
var name = 'y'
resource a 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
}
resource a 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'again'
}
var Case = 'upper'
var case = 'lower'
output cases string = '${Case}${case}'
resource b 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'b'
  tags: { upper: Case, lower: case }
}
