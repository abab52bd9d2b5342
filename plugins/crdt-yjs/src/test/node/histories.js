// Random concurrent histories of real Yjs clients, as the updates they send.
'use strict'

const Y = require('yjs')

/** A small generator of random numbers (mulberry32), so that a seed names a history. */
class Random {
  constructor (seed) {
    this.state = seed >>> 0
  }

  next () {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below (bound) {
    return Math.floor(this.next() * bound)
  }

  pick (list) {
    return list[this.below(list.length)]
  }
}

const WORDS = ['a', 'be', 'sea ', 'déjà', '\n', '漢字', '😀', 'x😀y', 'longer text ', '<&>']
const KEYS = ['k', 'key', 'ключ', 'z']
const MARKS = [{ bold: true }, { bold: null }, { italic: true }, { link: 'https://example.org/?a=1' }, { link: null }, { color: { r: 1 } }]

const value = random => {
  switch (random.below(12)) {
    case 0: return null
    case 1: return random.below(2) === 0
    case 2: return random.below(1000) - 500
    case 3: return 2147483648 + random.below(5)
    case 4: return random.next()
    case 5: return 0.5
    case 6: return { a: random.below(9), b: [1, { c: 'd' }] }
    case 7: return [random.pick(WORDS), -0, undefined]
    case 8: return new Uint8Array([1, 2, random.below(256)])
    case 9: return 1e21 * random.next()
    default: return random.pick(WORDS)
  }
}

const newType = random => {
  switch (random.below(5)) {
    case 0: return new Y.Array()
    case 1: return new Y.Map()
    case 2: return new Y.Text(random.pick(WORDS))
    case 3: return new Y.XmlElement(random.pick(['p', 'h1', 'Div']))
    default: return new Y.XmlText(random.pick(WORDS))
  }
}

/** A shared type somewhere in the document. */
const someType = (random, doc) => {
  let type = random.pick([
    () => doc.getText('text'), () => doc.getText('text'), () => doc.getArray('array'),
    () => doc.getMap('map'), () => doc.getXmlFragment('xml'), () => doc.getXmlFragment('xml')
  ])()
  for (let depth = 0; depth < 4 && random.below(3) > 0; depth++) {
    const inner = children(type)
    if (inner.length === 0) break
    type = random.pick(inner)
  }
  return type
}

const children = type => {
  const found = []
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted && item.content.type) found.push(item.content.type)
  }
  type._map.forEach(item => {
    if (!item.deleted && item.content.type) found.push(item.content.type)
  })
  return found
}

const editText = (random, text) => {
  const at = random.below(text.length + 1)
  switch (random.below(8)) {
    case 0: case 1:
      text.insert(at, random.pick(WORDS))
      break
    case 2:
      text.insert(at, random.pick(WORDS), random.pick(MARKS))
      break
    case 3: case 4:
      text.delete(at, Math.min(text.length - at, random.below(6)))
      break
    case 5: case 6:
      text.format(at, Math.min(text.length - at, random.below(8)), random.pick(MARKS))
      break
    default:
      text.insertEmbed(at, random.below(3) === 0 ? newType(random) : { image: 'https://example.org/i.png' }, random.pick([{}, { width: 3 }]))
  }
}

const editArray = (random, array) => {
  const at = random.below(array.length + 1)
  switch (random.below(6)) {
    case 0: case 1: {
      const values = []
      for (let n = random.below(4); n >= 0; n--) values.push(value(random))
      array.insert(at, values)
      break
    }
    case 2:
      array.insert(at, [newType(random)])
      break
    case 3:
      legacyPush(random, array)
      break
    default:
      array.delete(at, Math.min(array.length - at, random.below(4)))
  }
}

/** Content as Yjs wrote it before version 13. */
const legacyPush = (random, array) => {
  array.doc.transact(transaction => {
    const doc = array.doc
    let last = array._start
    while (last !== null && last.right !== null) last = last.right
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    const content = new Y.ContentJSON([random.pick(WORDS), { old: true }, undefined].slice(random.below(3)))
    new Y.Item(id, last, last && last.lastId, null, null, array, null, content).integrate(transaction, 0)
  })
}

const editMap = (random, map) => {
  const key = random.pick(KEYS)
  switch (random.below(5)) {
    case 0: map.delete(key); break
    case 1: map.set(key, newType(random)); break
    case 2: map.set(key, new Y.Doc({ guid: 'guid-' + random.below(5), meta: { m: 1 } })); break
    default: map.set(key, value(random))
  }
}

const editXml = (random, xml) => {
  const at = random.below(xml.length + 1)
  switch (random.below(6)) {
    case 0: case 1:
      xml.insert(at, [random.below(2) === 0 ? new Y.XmlElement(random.pick(['paragraph', 'heading', 'em'])) : new Y.XmlText(random.pick(WORDS))])
      break
    case 2:
      xml.delete(at, Math.min(xml.length - at, random.below(3)))
      break
    default:
      if (xml instanceof Y.XmlElement) {
        if (random.below(4) === 0) xml.removeAttribute(random.pick(KEYS))
        else xml.setAttribute(random.pick(KEYS), random.pick(['1', 'two', '"3"']))
      } else {
        xml.push([new Y.XmlHook('hook')])
      }
  }
}

const edit = (random, doc) => {
  const type = someType(random, doc)
  if (type instanceof Y.Text) editText(random, type)
  else if (type instanceof Y.Array) editArray(random, type)
  else if (type instanceof Y.XmlFragment) editXml(random, type)
  else editMap(random, type)
}

class Client {
  constructor (random, id, gc, send) {
    this.doc = new Y.Doc({ gc })
    this.doc.clientID = id
    this.doc.on('update', (update, origin, doc, transaction) => {
      if (transaction.local) send(update)
    })
    this.roots = [this.doc.getText('text'), this.doc.getArray('array'), this.doc.getMap('map'), this.doc.getXmlFragment('xml')]
    this.undo = random.below(3) === 0 ? new Y.UndoManager(this.roots, { captureTimeout: 0 }) : null
  }

  act (random) {
    const choice = random.below(10)
    if (this.undo !== null && choice === 0) this.undo.undo()
    else if (this.undo !== null && choice === 1) this.undo.redo()
    else if (choice < 4) this.type(random)
    else if (choice === 4) this.doc.transact(() => { for (let n = random.below(5); n >= 0; n--) edit(random, this.doc) })
    else edit(random, this.doc)
  }

  /** Some keystrokes, one transaction each. */
  type (random) {
    const text = this.doc.getText('text')
    let at = random.below(text.length + 1)
    for (let n = random.below(8); n >= 0; n--) {
      const word = random.pick(WORDS)
      text.insert(at, word)
      at += word.length
    }
  }
}

/** The updates that some clients make, in an order in which they could be made. */
const history = (random, gc) => {
  const updates = []
  const clients = []
  for (let n = 2 + random.below(3); n > 0; n--) {
    const id = random.below(4) === 0 ? 10 * random.below(10) : 10 * random.below(2 ** 28) + (random.below(5) === 0 ? 2 ** 40 : 0)
    clients.push(new Client(random, id + n, gc, update => updates.push(update)))
  }
  for (let steps = 5 + random.below(50); steps > 0; steps--) {
    const client = random.pick(clients)
    if (random.below(4) === 0) {
      const other = random.pick(clients)
      Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(client.doc)))
    } else {
      client.act(random)
    }
  }
  return updates
}

module.exports = { Random, history }
