// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. A program and symbols go in, a program with the derivatives as further results comes out:
// forward mode, instruction by instruction, with the rules of arithmetic here and those of functions in the rulebook.
#pragma once

#include <ogive/calculus/exact.hpp>
#include <ogive/expr/derivative.hpp>
#include <ogive/program/lower.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// What to differentiate by: an input's or a parameter's slot in a program.
struct symbol_slot {
  operation kind = operation::input;
  int slot = 0;
};

namespace detail {

/// The rules of differentiation that forward and reverse mode share: where a derivative is written to, and what
/// stands there for the values of the program that is differentiated.
class differentiation {
 public:
  using position = program::position;

 protected:
  const program* from_;
  exact_rewriter out_;
  list<position> values_;

  constexpr differentiation(const program& from, program& to, std::uint64_t channels = exact_rewriter::every_parameter)
      : from_(&from), out_(to, channels) {}

  constexpr void copy_value(const instruction& step) { values_.push_back(out_.emit(relocated(step, values_))); }

  [[nodiscard]] constexpr position value(const instruction& step, int k) const {
    return values_[static_cast<std::size_t>(step.arguments[static_cast<std::size_t>(k)])];
  }

  /// ∂f/∂(argument k), from the rulebook.
  constexpr position partial_derivative(const instruction& function, int k) {
    const program rule = rule_of(function.op).derivatives[static_cast<std::size_t>(k)]();
    list<position> moved;
    moved.reserve(rule.code.size());
    for (const instruction& step : rule.code) {
      moved.push_back(step.op == operation::input ? value(function, step.arguments[0])
                                                  : out_.emit(relocated(step, moved)));
    }
    return moved[static_cast<std::size_t>(rule.results[0])];
  }

  /// where(l < r, a, b) with a rule of its own at l = r, for a' and b'. On the left of the tie l < r holds if
  /// (l − r)' > 0, on the right of it if (l − r)' < 0; where that is 0 the tie is no kink, and its branch decides.
  constexpr position at_kink(const instruction& step, position slope, position a, position b) {
    const position l = value(step, 0), r = value(step, 1), zero = number(0);
    const auto where = [&](position p, position q, position yes, position no) {
      return emit(operation::where_less, p, q, yes, no);
    };
    const position left = emit(step.op, zero, slope, a, b), right = emit(step.op, slope, zero, a, b);
    position tie = left;
    switch (static_cast<kink>(static_cast<int>(step.value))) {
      case kink::right: tie = right; break;
      case kink::middle: tie = out_.scale(0.5, out_.add(left, right)); break;
      case kink::minimum_norm: {
        const position left_size = emit(operation::abs, left), right_size = emit(operation::abs, right);
        const position smaller = where(left_size, right_size, left, right);
        tie =
            where(zero, out_.multiply(left, emit(operation::sign, right)), smaller, zero);  // left·right may underflow
        break;
      }
      default: break;
    }
    return where(l, r, a, where(r, l, b, tie));
  }

  constexpr position emit(operation op, position a, position b = -1, position c = -1, position d = -1) {
    return out_.emit({.op = op, .arguments = {narrow(a), narrow(b), narrow(c), narrow(d)}});
  }
  constexpr position number(double v) { return out_.emit({.op = operation::number, .value = v}); }
  [[nodiscard]] constexpr bool is_zero(position p) const { return out_.is_number(p, 0); }
};

/// Forward mode: carries the derivative with respect to a symbol through a program, for one symbol after the other.
class tangent_pass : differentiation {
 public:
  using position = program::position;

  constexpr tangent_pass(const program& from, program& to) : differentiation(from, to), to_(&to) {
    values_.reserve(from.code.size());
  }

  /// The values of the results are appended to the results of the program that is written.
  constexpr void keep_values() {
    for (const instruction& step : from_->code) copy_value(step);
    for (const position r : from_->results) to_->results.push_back(values_[static_cast<std::size_t>(r)]);
  }

  /// The derivatives of the results are appended.
  constexpr void run(symbol_slot symbol) {
    symbol_ = symbol;
    tangents_ = {};
    tangents_.reserve(from_->code.size());
    for (const instruction& step : from_->code) {
      // the value first, unless it is there, so that the derivative finds its parts
      if (values_.size() == tangents_.size()) copy_value(step);
      tangents_.push_back(tangent(step));
    }
    for (const position r : from_->results) to_->results.push_back(tangents_[static_cast<std::size_t>(r)]);
  }

 private:
  program* to_;
  symbol_slot symbol_;
  list<position> tangents_;

  constexpr position tangent(const instruction& step) {
    const auto u = [&](int k) { return value(step, k); };
    const auto d = [&](int k) {
      return tangents_[static_cast<std::size_t>(step.arguments[static_cast<std::size_t>(k)])];
    };
    bool constant = arity(step.op) != 0;
    for (int k = 0; k != arity(step.op); ++k) constant = constant && is_zero(d(k));
    if (constant) return d(0);
    switch (step.op) {
      case operation::number:
      case operation::row_size:
      case operation::row_input:
      case operation::row_argmax: return number(0);
      case operation::input:
      case operation::parameter: return number(step.op == symbol_.kind && step.arguments[0] == symbol_.slot ? 1 : 0);
      case operation::add: return out_.add(d(0), d(1));
      case operation::subtract: return out_.subtract(d(0), d(1));
      case operation::negate: return out_.scale(-1, d(0));
      // (u·v)' = u'·v + u·v', the terms in this order: compilers evaluate arguments in orders of their own
      case operation::multiply: {
        const position first = out_.multiply(d(0), u(1)), second = out_.multiply(u(0), d(1));
        return out_.add(first, second);
      }
      case operation::divide: return quotient(step, d(0), d(1));
      // where(c, a, b)' = where(c, a', b')
      case operation::where_less:
      case operation::where_less_equal:
        if (step.value != 0) return at_kink(step, out_.subtract(d(0), d(1)), d(2), d(3));
        return emit(step.op, u(0), u(1), d(2), d(3));
      // (Σ u)' = Σ u', (max u)' = u' in the column of the first maximum
      case operation::row_sum: return out_.row_sum(d(0));
      case operation::row_max: return emit(operation::row_pick, d(0), emit(operation::row_argmax, u(0)));
      case operation::row_pick: return emit(operation::row_pick, d(0), u(1));
      case operation::at_column: return emit(operation::at_column, u(0), d(1), d(2));
      // with_gradient(u, v)' = v'
      case operation::with_gradient: return d(1);
      // f(u)' = f'(u)·u', f(u, v)' = ∂₁f·u' + ∂₂f·v'
      default: {
        position sum = number(0);
        for (int k = 0; k != arity(step.op); ++k) {
          if (!is_zero(d(k))) sum = out_.add(sum, out_.multiply(d(k), partial_derivative(step, k)));
        }
        return sum;
      }
    }
  }

  constexpr position quotient(const instruction& step, position du, position dv) {
    const position u = value(step, 0), v = value(step, 1);
    if (is_zero(dv)) return out_.divide(du, v);
    // (u/√w)' = (u'·w − ½·u·w') / w / √w: w = v² without the rounding of v
    if (const instruction& root = (*from_)[step.arguments[1]]; root.op == operation::sqrt) {
      const position w = value(root, 0), dw = tangents_[static_cast<std::size_t>(root.arguments[0])];
      const position first = out_.multiply(du, w), second = out_.scale(0.5, out_.multiply(u, dw));
      return out_.divide(out_.divide(out_.subtract(first, second), w), v);
    }
    // (u/v)' = u'·(v − u·g) / v / v for v' = u'·g: what v − u·g loses is not multiplied, and does not overflow
    if (const position g = out_.over_factor(dv, du); g >= 0) {
      const position rest = out_.subtract(v, out_.multiply(u, g));
      return out_.divide(out_.divide(out_.multiply(du, rest), v), v);
    }
    // (u/v)' = (u'·v − u·v') / v / v: the like terms in the numerator cancel before anything is rounded
    const position first = out_.multiply(du, v), second = out_.multiply(u, dv);
    return out_.divide(out_.divide(out_.subtract(first, second), v), v);
  }
};

}  // namespace detail

/// The derivatives of the results of `from` with respect to each symbol, in this order, as the results of one program;
/// with `keep_value` the values themselves stand before them. Shared parts stand once.
constexpr program differentiate(const program& from, const detail::list<symbol_slot>& symbols, bool keep_value) {
  program to = from.fresh();
  detail::tangent_pass pass(from, to);
  if (keep_value) pass.keep_values();
  for (const symbol_slot s : symbols) pass.run(s);
  return without_dead_code(std::move(to));
}

namespace detail {

constexpr symbol_slot find_symbol(const program& p, operation kind, std::string_view name) {
  int slot = 0;
  if (kind == operation::input) {
    while (p.inputs[static_cast<std::size_t>(slot)] != name) ++slot;
  } else {
    while (p.parameters[static_cast<std::size_t>(slot)].name != name) ++slot;
  }
  return {kind, slot};
}

template <fixed_string Name>
constexpr symbol_slot slot_in(const program& p, std::type_identity<input_symbol<Name>>) {
  return find_symbol(p, operation::input, Name.view());
}
template <fixed_string Name>
constexpr symbol_slot slot_in(const program& p, std::type_identity<parameter_name<Name>>) {
  return find_symbol(p, operation::parameter, Name.view());
}

}  // namespace detail
}  // namespace ogive
