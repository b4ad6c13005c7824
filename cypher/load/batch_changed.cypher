CALL () {
  UNWIND $changed.__TYPE__ AS row
  MATCH ()-[r:__TYPE__ {key: row[0]}]->()
  SET r += row[1]
}
