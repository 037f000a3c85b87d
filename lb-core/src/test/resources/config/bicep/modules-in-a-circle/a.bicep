module b 'b.bicep' = { name: 'b' }
resource inA 'Microsoft.Network/applicationGateways@2024-05-01' = { name: 'a' }
