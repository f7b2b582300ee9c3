// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The program of a value goes in; what a backward pass must have kept of each element comes out. The
// answer is sound, not complete: what is said to suffice does; a cleverer formula may do with less.
#pragma once

#include <array>
#include <cstddef>

#include <ogive/calculus/adjoint.hpp>
#include <ogive/calculus/derive.hpp>
#include <ogive/calculus/exact.hpp>
#include <ogive/program/lower.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// What forward keeps of an element, so that backward can compute the derivatives from it.
enum class backward_need : unsigned char {
  none,     ///< the derivatives are the same everywhere
  one_bit,  ///< they have two values, each constant
  output,   ///< they are functions of the value
  input,
};

namespace detail {

/// Decides what the derivatives of a program depend on.
class need_analysis {
 public:
  using position = program::position;

  constexpr need_analysis(const program& value, bool parameters)
      : value_(rewrite_exactly(value)), inputs_(value_.inputs.size()) {
    list<symbol_slot> symbols;
    for (std::size_t k = 0; k != inputs_; ++k) symbols.push_back({operation::input, static_cast<int>(k)});
    for (std::size_t k = 0; parameters && k != value_.parameters.size(); ++k)
      symbols.push_back({operation::parameter, static_cast<int>(k)});
    for (const instruction& i : value_.code) over_rows_ = over_rows_ || is_of_a_row(i.op);
    if (over_rows_) all_ = rewrite_exactly(vector_jacobian_product(value_, symbols, exact_rewriter::every_parameter));
    else all_ = rewrite_exactly(differentiate(value_, symbols, false));
    derivatives_ = all_.results;
    list<position> moved;  // equal steps are found again
    for (const instruction& i : value_.code) moved.push_back(all_.emit(relocated(i, moved)));
    for (const position r : value_.results) outputs_.push_back(moved[static_cast<std::size_t>(r)]);
  }

  constexpr backward_need answer() {
    const int count = constant_outcomes().count;
    if (count == 1) return backward_need::none;
    if (count == 2) return backward_need::one_bit;
    situation s;
    s.known.assign_zero(all_.code.size());
    for (const position r : outputs_) s.known[static_cast<std::size_t>(r)] = true;
    const bool from_output = over_rows_ || outputs_.size() > 1 ? suffices(s) : suffices_from(outputs_[0], s);
    return from_output ? backward_need::output : backward_need::input;
  }

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

  /// The derivatives as constants: one set of them, or two.
  struct outcomes {
    int count = 0;  // 0 if they are no constants, or more than two sets
    program code;
    list<position> first, second;
  };

  program value_, all_;
  list<position> derivatives_, outputs_;
  std::size_t inputs_;
  bool over_rows_ = false;

  static constexpr bool is_choice(const instruction& i) {
    return i.op == operation::where_less || i.op == operation::where_less_equal;
  }
  [[nodiscard]] constexpr bool is_number(position p, double v) const {
    return all_[p].op == operation::number && all_[p].value == v;
  }
  [[nodiscard]] constexpr bool is_nonzero_number(position p) const {
    return all_[p].op == operation::number && all_[p].value != 0;
  }

  // --- constants in pieces ---

  /// How many constants the derivatives are, one set for each outcome of the choices; 0 if they are none, more than
  /// two, or if many choices decide.
  [[nodiscard]] constexpr outcomes constant_outcomes() const {
    constexpr std::size_t most = 6;
    outcomes found;
    list<decision> choices;
    for (const instruction& i : all_.code) {
      if (!is_choice(i)) continue;
      bool is_new = true;
      for (const decision& d : choices) is_new = is_new && !decides(d, i);
      if (is_new) choices.push_back({i.arguments[0], i.arguments[1], i.op});
    }
    if (choices.size() > most) return found;
    found.code = all_.fresh();
    for (std::size_t way = 0; way != std::size_t{1} << choices.size(); ++way) {
      for (std::size_t k = 0; k != choices.size(); ++k) choices[k].holds = ((way >> k) & 1) != 0;
      const list<position> outcome = outcome_of(choices, found.code);
      for (const position p : outcome) {
        if (depends_on_input(found.code, p)) return found;
      }
      if (found.first.empty()) found.first = outcome;
      if (outcome == found.first) continue;
      if (found.second.empty()) found.second = outcome;
      if (!(outcome == found.second)) return found;
    }
    found.count = found.second.empty() ? 1 : 2;
    return found;
  }

  static constexpr bool decides(const decision& d, const instruction& i) {
    return d.op == i.op && d.left == i.arguments[0] && d.right == i.arguments[1];
  }

  /// The derivatives when all choices are made.
  constexpr list<position> outcome_of(const list<decision>& choices, program& to) const {
    exact_rewriter out(to);
    list<position> moved, outcome;
    for (const instruction& i : all_.code) {
      position p = -1;
      for (const decision& d : choices) {
        if (is_choice(i) && decides(d, i)) p = moved[static_cast<std::size_t>(i.arguments[d.holds ? 2 : 3])];
      }
      moved.push_back(p >= 0 ? p : out.emit(relocated(i, moved)));
    }
    for (const position d : derivatives_) outcome.push_back(moved[static_cast<std::size_t>(d)]);
    return outcome;
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

  // --- functions of the output ---

  /// Can the derivatives be computed from what is known?
  [[nodiscard]] constexpr bool suffices(const situation& s) const {
    list<bool> known = s.known;
    for (std::size_t k = 0; k != all_.code.size(); ++k) {
      const instruction& i = all_.code[k];
      if (known[k]) continue;
      bool all = !is_input(i);
      const int branch = is_choice(i) ? decided(i, s) : -1;
      for (int a = 0; a != arity(i.op); ++a) {
        if (branch < 0 || a == branch)
          all = all && known[static_cast<std::size_t>(i.arguments[static_cast<std::size_t>(a)])];
      }
      known[k] = all;
    }
    for (const position d : derivatives_) {
      if (!known[static_cast<std::size_t>(d)]) return false;
    }
    return true;
  }

  /// The same when the value at a position is known too: what it was computed from is found by inverse functions.
  constexpr bool suffices_from(position at, situation s) const {
    for (;;) {
      s.known[static_cast<std::size_t>(at)] = true;
      if (suffices(s)) return true;
      const instruction& i = all_[at];
      if (is_choice(i)) return suffices_in_both(i, s);
      at = inverted(i, s);
      if (at < 0) return false;
    }
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

  /// The argument that follows from the value of a step, −1 if none does.
  [[nodiscard]] constexpr position inverted(const instruction& i, const situation& s) const {
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      case operation::add:
      case operation::subtract: return !depends_on_input(all_, b) ? a : !depends_on_input(all_, a) ? b : -1;
      case operation::multiply:
        if (a == b) return (signs_of(a, s) & (below | above)) != (below | above) ? a : -1;  // ±√
        return is_nonzero_number(a) ? b : is_nonzero_number(b) ? a : -1;
      case operation::divide:
        if (beside_size(i) >= 0 || beside_square(i).constant >= 0) return a;
        return !depends_on_input(all_, b) ? a : is_nonzero_number(a) ? b : -1;
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

  /// A choice by a sign: the output tells which branch it came from if the branches have different signs.
  constexpr bool suffices_in_both(const instruction& i, const situation& s) const {
    situation holds = s, fails = s;
    holds.decisions.push_back({i.arguments[0], i.arguments[1], i.op, true});
    fails.decisions.push_back({i.arguments[0], i.arguments[1], i.op, false});
    if ((signs_of(i.arguments[2], holds) & signs_of(i.arguments[3], fails)) != 0) return false;
    return suffices_from(i.arguments[2], holds) && suffices_from(i.arguments[3], fails);
  }

  /// Which branch a choice takes, as the number of its argument; −1 if that is open.
  [[nodiscard]] static constexpr int decided(const instruction& i, const situation& s) {
    for (const decision& d : s.decisions) {
      if (decides(d, i)) return d.holds ? 2 : 3;
    }
    return -1;
  }

  // --- signs ---

  using signs = unsigned;
  static constexpr signs below = 1, zero = 2, above = 4, any = 7;

  /// The signs that a value may have in a situation.
  [[nodiscard]] constexpr signs signs_of(position p, const situation& s) const {
    list<signs> found;
    for (std::size_t k = 0; k <= static_cast<std::size_t>(p); ++k)
      found.push_back(signs_of_step(static_cast<position>(k), s, found) & allowed(static_cast<position>(k), s));
    return found[static_cast<std::size_t>(p)];
  }

  /// What the decisions say of a value that they compare with 0.
  [[nodiscard]] constexpr signs allowed(position p, const situation& s) const {
    signs left = any;
    for (const decision& d : s.decisions) {
      const bool or_zero = d.op == operation::where_less_equal;
      if (d.left == p && is_number(d.right, 0)) {
        const signs when = below | (or_zero ? zero : 0);
        left &= d.holds ? when : any & ~when;
      }
      if (d.right == p && is_number(d.left, 0)) {
        const signs when = above | (or_zero ? zero : 0);
        left &= d.holds ? when : any & ~when;
      }
    }
    return left;
  }

  static constexpr signs opposite(signs u) { return (u & zero) | ((u & below) << 2U) | ((u & above) >> 2U); }
  static constexpr signs of_sum(signs u, signs v) {
    const signs both = u | v;
    const bool cancels = (both & (below | above)) == (below | above);
    return cancels ? any : (both & ~zero) | (u & v & zero) | (u == zero ? v : 0) | (v == zero ? u : 0);
  }
  static constexpr signs of_product(signs u, signs v) {
    signs product = (u | v) & zero;
    if (((u & below) != 0 && (v & above) != 0) || ((u & above) != 0 && (v & below) != 0)) product |= below;
    if (((u & below) != 0 && (v & below) != 0) || ((u & above) != 0 && (v & above) != 0)) product |= above;
    return product;
  }

  [[nodiscard]] constexpr signs signs_of_step(position p, const situation& s, const list<signs>& found) const {
    const instruction& i = all_[p];
    const auto a = [&](std::size_t k) { return found[static_cast<std::size_t>(i.arguments[k])]; };
    switch (i.op) {
      case operation::number: return i.value < 0 ? below : i.value > 0 ? above : i.value == 0 ? zero : any;
      case operation::negate: return opposite(a(0));
      case operation::add: return of_sum(a(0), a(1));
      case operation::subtract: return of_sum(a(0), opposite(a(1)));
      case operation::multiply: return i.arguments[0] == i.arguments[1] ? squared(a(0)) : of_product(a(0), a(1));
      case operation::divide: return (a(1) & zero) != 0 ? any : of_product(a(0), a(1));
      case operation::exp:
      case operation::sigmoid:
      case operation::softplus: return above;
      case operation::abs: return squared(a(0));
      case operation::expm1:
      case operation::log1p:
      case operation::sqrt:
      case operation::tanh:
      case operation::erf:
      case operation::atan:
      case operation::asinh:
      case operation::sign: return a(0);
      case operation::where_less:
      case operation::where_less_equal: {
        const int branch = decided(i, s);
        return branch < 0 ? a(2) | a(3) : a(static_cast<std::size_t>(branch));
      }
      default: return any;
    }
  }
  static constexpr signs squared(signs u) { return (u & zero) | ((u & (below | above)) != 0 ? above : 0); }
};

}  // namespace detail

/// What backward needs for the derivatives by all inputs and, with `parameters`, by all parameters, which may then have
/// any values. NaN does not pass through a bit: it must come with the upstream gradient.
constexpr backward_need needs_of(const program& value, bool parameters = true) {
  return detail::need_analysis(value, parameters).answer();
}

/// What backward needs for the derivatives of f by its inputs and parameters; see above.
template <auto F>
inline constexpr backward_need backward_needs = needs_of(lower(F));

}  // namespace ogive
