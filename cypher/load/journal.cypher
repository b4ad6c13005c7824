CREATE (l:Load) SET l = $row
