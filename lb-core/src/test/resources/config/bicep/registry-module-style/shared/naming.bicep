@export()
var prefix = 'Shop'
@export()
func resourceName(kind string, base string, index int) string =>
  '${kind}-${toLower(base)}-${padLeft(index + 1, 2, '0')}'
