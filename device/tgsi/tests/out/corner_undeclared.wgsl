error: line 4: a register is not declared at ''
