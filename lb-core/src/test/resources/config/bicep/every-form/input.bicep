@description('x')
@allowed(['a' ,'b'])
param a string='a'
param b object = { }
param c array = [ ]
param d bool = !true
param e int = 5 % 3
param   f   string   =   'spaces'   // comment
param g string = 'CRLF'
var emptyLines = [

  1


  2

]
var trailing = [
  1,
  2,
]
var trailingObject = {
  a: 1,
  b: 2,
}
var mixed = { a: 1
  b: 2, c: 3
}
var inlineObj = { 'a-b': 1, c: { d: [1, 2, [3]] } }
var keywords = { resource: 1, param: 2, var: 3, module: 4, output: 5, type: 6, func: 7, if: 8, for: 9, in: 10, existing: 11, true: 12, null: 13, import: 14, using: 15, targetScope: 16, metadata: 17 }
var useKeywords = keywords.resource + keywords.param + keywords.if + keywords.for + keywords.true + keywords.null
var in_ = 'x'
var forLoop = [for for_ in [1]: for_]
var condition = (1 == 1) ? 'a' : (2 == 2 ? 'b' : 'c')
var nestedTernary = true ? false ? 1 : 2 : 3
var notnot = !!true
var negs = - 5
var calc = 1+2*3-4/2%3
var cmp = 1<2 && 2>=2 || 3!=4
var strcmp = 'a' == 'b' ? 1:2
var call = concat('a', 'b',
  'c'
)
var chain = split('a,b', ',')[0]
var deep = [[[['x']]]][0][0][0][0]
var objAccess = { a: { b: 'c' } }.a.b
var par = ((((('x')))))
var multi = format('''
{0}
''', 'x')
var esc = '\'\\\r\n\t\$\u{41}'
var interp = '${'${'${1}'}'}'
var interpObj = '${{
  a: 'b'
}.a}'
var cond = empty(b) ? [] : [
  1
]
var cond2 = empty(b) ? {} : {
  x: 1
}
var cond3 = empty(b) ? [
  'only'
] : []
var lam = map([1,2], x=>x*2)
var lam2 = map([1, 2], (x) =>
  x * 2
)
var lam3 = reduce([1,2,3], 0, (a_, b_) => a_ + b_)
var lam4 = sort(['b', 'a'], (x, y) => x < y)
var f1 = filter(range(0, 5), i => i % 2 == 0)
var spread1 = [...range(0, 2), ...[5], 6]
var spread2 = {
  ...{ a: 1 }
  b: 2
  ...(true ? { c: 3 } : {})
}
var typedVar string[] = ['a']
var typedObj { a: int, b: string? } = { a: 1 }
var big = 9223372036854775807
var negBig = -9223372036854775808
var any1 = any('x')
var dot = sys.concat('a', sys.string(1))
#disable-next-line BCP001 no-unused-vars // reason
var x1 = 'y'
#restore BCP001
/* multi
line */
var afterBlock = /* a */ 1 /* b */ + /* c */ 2
var safeNav = b.?a.?b.?c ?? 'none'
var safeIdx = b[?'a']
var safeFn = (b.?list ?? [])[?0]
var coal = null ?? null ?? 'z'
var nn = b!
resource vnet 'Microsoft.Network/virtualNetworks@2021-02-01' existing = { name: 'v' }
resource sub1 'Microsoft.Network/virtualNetworks/subnets@2021-02-01' existing = {
  parent: vnet
  name: 's1'
}
resource gw1 'Microsoft.Network/applicationGateways@2021-02-01' = {
  name: 'all'
  location: resourceGroup().location
  tags: {
    useKeywords: useKeywords
    all: string([emptyLines, trailing, trailingObject, mixed, inlineObj, forLoop, condition, nestedTernary, notnot, negs, calc, cmp, strcmp, call, chain, deep, objAccess, par, multi, esc, interp, interpObj, cond, cond2, cond3, lam, lam2, lam3, lam4, f1, spread1, spread2, typedVar, typedObj, big, negBig, any1, dot, afterBlock, safeNav, safeIdx, safeFn, coal, nn, in_, a, c, d, e, f, g, x1])
  }
  properties: {
    id: sub1.id
    sub: resourceId('rg2', 'Microsoft.Network/virtualNetworks/subnets', 'v2', 's2')
    sub2: resourceId(subscription().subscriptionId, 'rg2', 'Microsoft.Network/virtualNetworks/subnets', 'v2', 's2')
    ext: extensionResourceId(vnet.id, 'Microsoft.Authorization/locks', 'l')
    ten: tenantResourceId('Microsoft.Authorization/policyDefinitions', 'p')
    env: environment().suffixes.storage
    env2: az.environment().portal
    sub3: vnet.properties.subnets[0].id
    sub4: vnet.properties.addressSpace
    dep: deployment().name
    tenant: subscription().tenantId
    u: uniqueString('a', 'b')
    g: guid('a')
    d: dateTimeAdd('2020-01-01T00:00:00Z', 'P1D')
    j: json('{"a": [1, true, null]}').a
    b64: base64ToString(base64('x'))
    keys: listKeys(vnet.id, '2021-02-01').keys[0].value
    keys2: vnet.listKeys().primaryKey
    ref: reference(vnet.id, '2021-02-01').subnets[0].id
    refFull: reference(vnet.id, '2021-02-01', 'full').location
    pick: pickZones('Microsoft.Network', 'publicIPAddresses', 'westeurope')
    par: parseCidr('10.0.0.0/20').firstUsable
    lens: [length('abc'), length([1]), length({ a: 1 })]
    idx: indexOf('abc', 'c')
    sub5: substring('abcdef', 1, 3)
    take: take(['a', 'b', 'c'], 2)
    skip: skip('abc', 1)
    uniq: union([1, 2], [2, 3])
    inter: intersection({ a: 1, b: 2 }, { b: 2 })
    minmax: [min(1, 2), max([3, 4])]
    rep: replace('a-b', '-', '')
    trim: trim('  x ')
    contains: contains({ a: 1 }, 'a')
    boolean: bool('true')
    integer: int('5')
    arr: array('x')
    uri: uri('https://a/b/', 'c')
    enc: uriComponent('a b')
  }
}
