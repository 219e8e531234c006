module example.org/taskagent/pause

go 1.26
