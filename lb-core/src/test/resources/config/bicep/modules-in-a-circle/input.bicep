module a 'a.bicep' = { name: 'a' }
import { x } from 'imports.bicep'

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: x
}
