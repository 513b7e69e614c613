const WRITE =
  /^(insert into|update|delete from|create \w+|drop \w+|alter table)\s+(?:if not exists\s+)?"?(\w+)"?/i

/** Such as `update sessions`; undefined for a statement that only reads. */
function describeWrite(sql) {
  const [, verb, name] = WRITE.exec(sql.trim()) ?? []
  return verb === undefined ? undefined : `${verb.toLowerCase()} ${name}`
}

/** For one connection. Notes the writes of a transaction together, when it commits. */
export function createWrites(note) {
  let transaction
  return {
    /** @param changed number of rows; a statement that changed none has no side effect */
    done(sql, changed) {
      const word = /^\w+/.exec(sql.trim())?.[0].toLowerCase()
      if (word === 'begin' || word === 'start') transaction = []
      else if (word === 'rollback') transaction = undefined
      else if (word === 'commit') {
        const written = transaction ?? []
        transaction = undefined
        if (written.length > 0) note(`wrote ${written.join(', ')}`)
      } else {
        const write = describeWrite(sql)
        if (write === undefined || (changed === 0 && !/^(create|drop|alter)/.test(write))) return
        if (transaction === undefined) note(`wrote ${write}`)
        else transaction.push(write)
      }
    },
  }
}
