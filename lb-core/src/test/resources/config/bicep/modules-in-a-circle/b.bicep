module a 'a.bicep' = { name: 'a' }
resource inB 'Microsoft.Network/applicationGateways@2024-05-01' = { name: 'b' }
