param profileName string = 'shop-fd'

resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {
  name: profileName
  location: 'global'
  sku: { name: 'Standard_AzureFrontDoor' }

  resource endpoint 'afdEndpoints' = {
    name: 'shop'
    location: 'global'
    properties: { enabledState: 'Enabled' }

    resource route 'routes@2024-02-01' = {
      name: 'default'
      properties: {
        originGroup: { id: group.id }
        patternsToMatch: [ '/*' ]
        endpointName: endpoint.name
      }
    }
  }

  resource group 'originGroups' = {
    name: 'api'
    properties: {
      sessionAffinityState: 'Enabled'
      loadBalancingSettings: {
        sampleSize: 4
      }
    }
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01' = {
  parent: profile::group
  name: 'one'
  properties: {
    hostName: 'one.example'
    route: profile::endpoint::route.id
  }
}

resource rules 'Microsoft.Cdn/profiles/ruleSets@2024-02-01' = {
  parent: profile
  name: 'headers'
}

resource rule 'Microsoft.Cdn/profiles/ruleSets/rules@2024-02-01' = [for i in range(1, 2): {
  parent: rules
  name: 'rule${i}'
  properties: {
    order: i
    origin: origin.name
    group: profile::group.properties.sessionAffinityState
    size: profile::group.properties.loadBalancingSettings.sampleSize
  }
}]
