import { y } from 'imports2.bicep'
@export()
var x = 'x${y}'
