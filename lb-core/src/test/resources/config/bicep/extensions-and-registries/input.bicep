metadata name = 'Things that are not of Azure'
extension microsoftGraphV1
extension kubernetes with {
  namespace: 'default'
  kubeConfig: 'x'
} as k8s
provider 'br/public:graph@1.0.0'
import { lockType } from 'br/public:avm/utl/types/avm-common-types:0.6.0'
import { helper, constant } from 'ts/CoreSpecs:helpers:v1'
import * as avm from 'br:contoso.azurecr.io/bicep/util:v1'

assert positive = 1 > 0

param lock lockType?

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'x'
  name: 'y'
}

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: 'registries'
  tags: {
    lock: lock.?kind ?? 'None'
    helper: helper('x')
    constant: constant
    space: avm.make('y')
  }
}
