var name = 'shop'
var count = 3
var plain = 'it\'s a \\ and a \n and a \t and \u{1F600} and \${not a hole}'
var hole = '${name}-${count}-${count + 1}'
var nested = 'a${'b${'c${name}'}'}d'
var empty_ = ''
var objectInHole = '${{ a: 'x' }.a}-${[ 'y' ][0]}'
var lines = '''
first ${not} a hole, 'quotes' and \n stay
  second'''
var oneLine = '''a 'b' c'''
var quotes = '''four quotes''''
var holes = $'''
${name} has ${count} parts, $${name} too
'''
var doubled = $$'''
${stays} and $${name}
'''
/* a comment
   over lines */ var afterComment = /* in between */ 'here' // at the end
#disable-next-line no-unused-vars
var directive = 'seen'

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  tags: {
    plain: plain
    hole: hole
    nested: nested
    empty: empty_
    objectInHole: objectInHole
    lines: lines
    oneLine: oneLine
    quotes: quotes
    holes: holes
    doubled: doubled
    comment: afterComment
    directive: directive
    '${name}-key': 'computed'
    'quoted key': 'q'
    'trailing $': '$'
    'dollar $x': '$x $ {'
  }
}
