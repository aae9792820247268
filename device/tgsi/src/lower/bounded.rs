//! Whether loops end: for those who make modules run without the host's own check of it.

use naga::{BinaryOperator, Block, Expression, Function, Handle, Literal, LocalVariable, Statement};

/// Whether every loop of every function counts its iterations in a variable that only grows, and ends when it is not
/// below some number any more, before anything else that it does. The loops of the lowering do.
pub fn loops_end(module: &naga::Module) -> bool {
    let functions = module.functions.iter().map(|(_, function)| function);
    let entries = module.entry_points.iter().map(|entry| &entry.function);
    functions
        .chain(entries)
        .all(|function| Loops { function }.all_end())
}

struct Loops<'a> {
    function: &'a Function,
}

impl Loops<'_> {
    fn all_end(&self) -> bool {
        let mut counters = Vec::new();
        let mut stores = Vec::new();
        let mut blocks = vec![&self.function.body];
        while let Some(block) = blocks.pop() {
            for statement in block {
                match statement {
                    Statement::Loop {
                        body,
                        continuing,
                        break_if: _,
                    } => {
                        let Some(counter) = self.counter(body) else {
                            return false;
                        };
                        counters.push(counter);
                        blocks.extend([body, continuing]);
                    }
                    Statement::Block(block) => blocks.push(block),
                    Statement::If { accept, reject, .. } => blocks.extend([accept, reject]),
                    Statement::Switch { cases, .. } => blocks.extend(cases.iter().map(|case| &case.body)),
                    Statement::Store { pointer, value } => stores.push((*pointer, *value)),
                    // Nobody else may write to a counter.
                    Statement::Call { .. } => return false,
                    _ => {}
                }
            }
        }
        stores
            .into_iter()
            .all(|(pointer, value)| match self.local(pointer) {
                Some(local) => !counters.contains(&local) || self.adds_one(local, value),
                None => true,
            })
    }

    /// The variable that a loop counts in, if it does so before it does anything else.
    fn counter(&self, body: &Block) -> Option<Handle<LocalVariable>> {
        let mut ends = None;
        for statement in body {
            match statement {
                Statement::Emit(_) => {}
                Statement::If {
                    condition,
                    accept,
                    reject,
                } if matches!(accept[..], [Statement::Break]) && reject.is_empty() => {
                    ends = Some(self.reaches(*condition)?);
                }
                Statement::Store { pointer, value } => {
                    let local = self.local(*pointer)?;
                    return (ends == Some(local) && self.adds_one(local, *value)).then_some(local);
                }
                _ => return None,
            }
        }
        None
    }

    fn expression(&self, handle: Handle<Expression>) -> &Expression {
        &self.function.expressions[handle]
    }

    fn local(&self, pointer: Handle<Expression>) -> Option<Handle<LocalVariable>> {
        match *self.expression(pointer) {
            Expression::LocalVariable(local) => Some(local),
            _ => None,
        }
    }

    fn loaded(&self, value: Handle<Expression>) -> Option<Handle<LocalVariable>> {
        match *self.expression(value) {
            Expression::Load { pointer } => self.local(pointer),
            _ => None,
        }
    }

    /// The variable that is compared with what it must stay below.
    fn reaches(&self, condition: Handle<Expression>) -> Option<Handle<LocalVariable>> {
        match *self.expression(condition) {
            Expression::Binary {
                op: BinaryOperator::GreaterEqual,
                left,
                right: _,
            } => self.loaded(left),
            _ => None,
        }
    }

    fn adds_one(&self, local: Handle<LocalVariable>, value: Handle<Expression>) -> bool {
        let Expression::Binary {
            op: BinaryOperator::Add,
            left,
            right,
        } = *self.expression(value)
        else {
            return false;
        };
        self.loaded(left) == Some(local)
            && matches!(self.expression(right), Expression::Literal(Literal::U32(1)))
    }
}
