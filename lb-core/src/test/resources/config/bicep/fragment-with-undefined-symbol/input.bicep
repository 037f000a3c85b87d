resource gateway 'Microsoft.Network/applicationGateways@2023-05-01' = {
  name: 'shop'
  location: location
  properties: {
    backendHttpSettingsCollection: [
      { name: 'web', properties: { port: 8080, protocol: 'Http', cookieBasedAffinity: 'Enabled', requestTimeout: timeout } }
    ]
  }
}
