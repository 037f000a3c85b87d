resource first 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'first'
  properties: {
    sku: {
      name: 'Standard_v2'

  }
}

resource second 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'second'
  tags: { first: first.name }
}

var misspeltName = secnd.id
