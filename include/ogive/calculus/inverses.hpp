// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. Which argument of a step follows from its value: by an inverse function, by the shape of a sum or
// quotient, and for a choice by where the values of its branches lie.
#pragma once

#include <cstddef>

#include <ogive/calculus/region.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive::detail {

/// A program of values and derivatives, and what can be told of its steps.
class invertible_program {
 public:
  using position = program::position;

 protected:
  /// A choice of the program that is known to go one way.
  struct decision {
    position left = -1, right = -1;
    operation op = operation::where_less;
    bool holds = false;
  };
  /// What is known of an element in one of its cases.
  struct situation {
    list<bool> known;  // by position: can be computed from the output
    list<decision> decisions;
  };

  program all_;
  std::size_t inputs_ = 0;  // further ones are upstream gradients

  static constexpr bool is_choice(const instruction& i) {
    return i.op == operation::where_less || i.op == operation::where_less_equal;
  }
  [[nodiscard]] constexpr bool is_number(position p, double v) const {
    return all_[p].op == operation::number && all_[p].value == v;
  }
  [[nodiscard]] constexpr bool is_nonzero_number(position p) const {
    return all_[p].op == operation::number && all_[p].value != 0;
  }

  static constexpr bool decides(const decision& d, const instruction& i) {
    return d.op == i.op && d.left == i.arguments[0] && d.right == i.arguments[1];
  }

  [[nodiscard]] constexpr bool is_input(const instruction& i) const {
    return (i.op == operation::input || i.op == operation::row_input) &&
           static_cast<std::size_t>(i.arguments[0]) < inputs_;  // not an upstream gradient
  }

  [[nodiscard]] constexpr bool depends_on_input(const program& p, position of) const {
    list<bool> depends;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(of); ++k) {
      const instruction& i = p.code[k];
      bool d = is_input(i);
      for (int a = 0; a != arity(i.op); ++a)
        d = d || depends[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(a)])];
      depends.push_back(d);
    }
    return depends[static_cast<std::size_t>(of)];
  }

  /// Which branch a choice takes, as the number of its argument; −1 if that is open.
  [[nodiscard]] static constexpr int decided(const instruction& i, const situation& s) {
    for (const decision& d : s.decisions) {
      if (decides(d, i)) return d.holds ? 2 : 3;
    }
    return -1;
  }

  // --- shapes ---

  /// u if the product is u·u·u, else −1.
  [[nodiscard]] constexpr position cubed(const instruction& i) const {
    for (std::size_t k = 0; k != 2; ++k) {
      const instruction& square = all_[i.arguments[k]];
      const position u = i.arguments[1 - k];
      if (square.op == operation::multiply && square.arguments[0] == u && square.arguments[1] == u) return u;
    }
    return -1;
  }
  /// c if the step is u / (c + |u|) for a number c > 0, else −1.
  [[nodiscard]] constexpr position beside_size(const instruction& i) const {
    const instruction& sum = all_[i.arguments[1]];
    for (std::size_t k = 0; sum.op == operation::add && k != 2; ++k) {
      const instruction &c = all_[sum.arguments[k]], &size = all_[sum.arguments[1 - k]];
      if (c.op == operation::number && c.value > 0 && size.op == operation::abs && size.arguments[0] == i.arguments[0])
        return sum.arguments[k];
    }
    return -1;
  }
  /// The numbers of a step u + k·√(u² + c) + d with 0 < |k| ≤ 1 and c > 0.
  struct sum_with_root {
    position u = -1;
    double factor = 0, constant = 0, rest = 0;
  };
  [[nodiscard]] constexpr sum_with_root beside_root(const instruction& i) const {
    for (std::size_t k = 0; k != 2; ++k) {
      const position u = i.arguments[k];
      sum_with_root found{.u = u, .factor = 1};
      position term = i.arguments[1 - k];
      if (i.op == operation::subtract && k == 0) found.factor = -1;
      else if (i.op != operation::add) continue;
      // the term is k·(√… + d), with factors and summands in any order
      while (all_[term].op != operation::sqrt) {
        const instruction& t = all_[term];
        const bool is_sum = t.op == operation::add || t.op == operation::subtract;
        if (!is_sum && t.op != operation::multiply && t.op != operation::divide) break;
        const bool first = all_[t.arguments[0]].op == operation::number;
        if (!first && all_[t.arguments[1]].op != operation::number) break;
        if (t.op == operation::divide && (first || !is_nonzero_number(t.arguments[1]))) break;
        const double v = all_[t.arguments[first ? 0 : 1]].value;
        if (is_sum) found.rest += found.factor * (t.op == operation::subtract && !first ? -v : v);
        else found.factor *= t.op == operation::divide ? 1 / v : v;
        if (first && t.op == operation::subtract) found.factor = -found.factor;
        term = t.arguments[first ? 1 : 0];
      }
      const instruction& root = all_[term];
      if (root.op != operation::sqrt || found.factor == 0 || found.factor > 1 || found.factor < -1) continue;
      const instruction& inside = all_[root.arguments[0]];
      for (std::size_t n = 0; inside.op == operation::add && n != 2; ++n) {
        const instruction &c = all_[inside.arguments[n]], &square = all_[inside.arguments[1 - n]];
        const bool is_square = square.op == operation::multiply && square.arguments[0] == u && square.arguments[1] == u;
        if (c.op != operation::number || !(c.value > 0) || !is_square) continue;
        found.constant = c.value;
        // else v − d, which is all that tells u, would be lost beside d
        const bool is_whole = found.factor == 1 || found.factor == -1;
        if (is_whole && found.rest != 0) return {};
        return found;
      }
    }
    return {};
  }
  /// c and s if the step is u / √(c + s·u²) for numbers c, s > 0; no constant else, no factor for s = 1.
  struct square_under_root {
    position constant = -1, factor = -1;
  };
  [[nodiscard]] constexpr square_under_root beside_square(const instruction& i) const {
    const instruction& root = all_[i.arguments[1]];
    if (root.op != operation::sqrt || all_[root.arguments[0]].op != operation::add) return {};
    const instruction& sum = all_[root.arguments[0]];
    const auto is_positive = [&](position p) { return all_[p].op == operation::number && all_[p].value > 0; };
    const auto is_square = [&](position p) {
      return all_[p].op == operation::multiply && all_[p].arguments[0] == i.arguments[0] &&
             all_[p].arguments[1] == i.arguments[0];
    };
    for (std::size_t k = 0; k != 2; ++k) {
      const position c = sum.arguments[k], term = sum.arguments[1 - k];
      if (!is_positive(c)) continue;
      if (is_square(term)) return {c, -1};
      const instruction& product = all_[term];
      if (product.op == operation::multiply && is_positive(product.arguments[0]) && is_square(product.arguments[1]))
        return {c, product.arguments[0]};
    }
    return {};
  }

  /// Does u follow from uⁿ?
  [[nodiscard]] constexpr bool is_invertible_power(position u, double n, const situation& s) const {
    return is_odd(n) || !values_of(u, s).holds_negative();
  }
  static constexpr bool is_odd(double n) {
    constexpr double most = 1 << 20;
    return -most < n && n < most && static_cast<double>(static_cast<int>(n)) == n && static_cast<int>(n) % 2 != 0;
  }

  /// The argument that follows from the value of a step, −1 if none does.
  [[nodiscard]] constexpr position inverted(const instruction& i, const situation& s) const {
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      case operation::add:
      case operation::subtract:
        if (const position u = beside_root(i).u; u >= 0) return u;
        return !depends_on_input(all_, b) ? a : !depends_on_input(all_, a) ? b : -1;
      case operation::multiply:
        if (a == b) return has_one_sign(a, s) ? a : -1;  // ±√
        if (const position u = cubed(i); u >= 0) return u;
        return is_nonzero_number(a) ? b : is_nonzero_number(b) ? a : -1;
      case operation::divide:
        // of a function of the input, 0 · ∞ or ∞ / ∞ where the quotient has reached its limit
        if (beside_size(i) >= 0 || beside_square(i).constant >= 0) return is_input(all_[a]) ? a : -1;
        return !depends_on_input(all_, b) ? a : is_nonzero_number(a) ? b : -1;
      case operation::pow: return is_nonzero_number(b) && is_invertible_power(a, all_[b].value, s) ? a : -1;
      case operation::with_gradient:
      case operation::negate:
      case operation::exp:
      case operation::expm1:
      case operation::log:
      case operation::log1p:
      case operation::sqrt:
      case operation::tanh:
      case operation::sigmoid:
      case operation::softplus:
      case operation::atan:
      case operation::asinh: return a;
      default: return -1;
    }
  }

  // --- choices ---

  /// The two situations after a choice, and the values that its branches may have in them.
  struct branches {
    situation holds, fails;
    region then_values, else_values;
  };
  [[nodiscard]] constexpr branches branches_of(const instruction& i, const situation& s) const {
    branches of{s, s, {}, {}};
    of.holds.decisions.push_back({i.arguments[0], i.arguments[1], i.op, true});
    of.fails.decisions.push_back({i.arguments[0], i.arguments[1], i.op, false});
    of.then_values = values_of(i.arguments[2], of.holds);
    of.else_values = values_of(i.arguments[3], of.fails);
    return of;
  }

  // --- where values lie ---

  static constexpr std::size_t most_decisions = 8;

  [[nodiscard]] constexpr bool has_one_sign(position p, const situation& s) const {
    const region values = values_of(p, s);
    return !(values.holds_negative() && values.holds_positive());
  }

  /// The values that a step may have in a situation; of a choice, each branch in its own.
  [[nodiscard]] constexpr region values_of(position p, const situation& s) const {
    if (const instruction& i = all_[p]; is_choice(i) && decided(i, s) < 0 && s.decisions.size() < most_decisions) {
      const branches of = branches_of(i, s);
      return of.then_values.united(of.else_values).intersected(allowed(p, s));
    }
    list<region> found;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(p); ++k) {
      const auto at = static_cast<position>(k);
      found.push_back(values_of_step(at, s, found).intersected(allowed(at, s)));
    }
    return found[static_cast<std::size_t>(p)];
  }

  /// What the decisions say of a value that they compare with a number, or whose size they compare with one.
  [[nodiscard]] constexpr region allowed(position p, const situation& s) const {
    region left = region::everything();
    for (const decision& d : s.decisions) {
      const region of_left = below_right(d), of_right = above_left(d);
      if (d.left == p) left = left.intersected(of_left);
      if (d.right == p) left = left.intersected(of_right);
      const auto is_size = [&](position q) { return all_[q].op == operation::abs && all_[q].arguments[0] == p; };
      if (is_size(d.left)) left = left.intersected(of_left.united(value_region(operation::negate, of_left)));
      if (is_size(d.right)) left = left.intersected(of_right.united(value_region(operation::negate, of_right)));
    }
    return left;
  }
  /// Where the left side of a decision lies, by the number on its right, and the other way round.
  [[nodiscard]] constexpr region below_right(const decision& d) const {
    if (all_[d.right].op != operation::number) return region::everything();
    const double v = all_[d.right].value;
    const bool or_equal = d.op == operation::where_less_equal;
    return d.holds ? region::below(v, or_equal) : region::above(v, !or_equal);
  }
  [[nodiscard]] constexpr region above_left(const decision& d) const {
    if (all_[d.left].op != operation::number) return region::everything();
    const double v = all_[d.left].value;
    const bool or_equal = d.op == operation::where_less_equal;
    return d.holds ? region::above(v, or_equal) : region::below(v, !or_equal);
  }

  [[nodiscard]] constexpr region values_of_step(position p, const situation& s, const list<region>& found) const {
    const instruction& i = all_[p];
    const auto a = [&](std::size_t k) -> const region& { return found[static_cast<std::size_t>(i.arguments[k])]; };
    switch (i.op) {
      case operation::number: return region::number(i.value);
      case operation::add: return a(0).mapped(a(1), intervals::sum);
      case operation::subtract: return a(0).mapped(value_region(operation::negate, a(1)), intervals::sum);
      case operation::multiply:
        if (const position u = cubed(i); u >= 0) return found[static_cast<std::size_t>(u)].mapped(intervals::cube);
        return i.arguments[0] == i.arguments[1] ? a(0).mapped(intervals::square)
                                                : a(0).mapped(a(1), intervals::product);
      case operation::divide:
        return a(1).holds_zero() ? region::everything()
                                 : a(0).mapped(a(1).mapped(intervals::reciprocal), intervals::product);
      case operation::where_less:
      case operation::where_less_equal: {
        const int branch = decided(i, s);
        return branch < 0 ? a(2).united(a(3)) : a(static_cast<std::size_t>(branch));
      }
      default: return arity(i.op) == 1 ? value_region(i.op, a(0)) : region::everything();
    }
  }
};

}  // namespace ogive::detail
