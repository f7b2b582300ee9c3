// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 3, calculus. The very last pass: each exponential learns what its kernel need not guard against, for its
// argument cannot be positive or its factor cannot be large. No result depends on it.
#pragma once

#include <cstddef>
#include <utility>

#include <ogive/calculus/signs.hpp>
#include <ogive/program/primitives.hpp>
#include <ogive/program/program.hpp>

namespace ogive {

/// What is known of the operands of an exponential, as a set; it stands in `instruction::value`.
enum range : unsigned {
  any_range = 0,
  decaying_range = 1,  ///< the argument of the exponential is ≤ 0, or NaN
  bounded_factor = 2,  ///< what it is multiplied by is of moderate size
  limited_range = 8,   ///< the argument of the exponential is ≤ 32, or its value is not used
  beside_larger = 4,   ///< only its sum with something larger counts: it may be anything tiny where it is tiny
};

namespace detail {

/// The operand that is an exponential's argument, or −1.
constexpr int exponent_operand(operation op) {
  switch (op) {
    case operation::exp:
    case operation::exp_of_sum:
    case operation::expm1:
    case operation::expm1_of_sum: return 0;
    case operation::times_exp:
    case operation::times_exp_of_sum: return 1;
    default: return -1;
  }
}

class range_writer {
 public:
  using position = program::position;

  constexpr range_writer(program& to, const program& from)
      : to_(&to), from_(&from), is_only_added_(added_values(from)), guards_(guards_of(from)) {}

  /// The step's instruction over the new program.
  constexpr position marked(position step, const instruction& i) {
    // −|u|: one instruction of the machine
    if (i.op == operation::negate && (*to_)[i.arguments[0]].op == operation::abs)
      return to_->emit(operation::minus_abs, (*to_)[i.arguments[0]].arguments[0]);
    const int k = exponent_operand(i.op);
    if (k < 0 && i.op != operation::times_gaussian) return to_->emit(i);
    unsigned known = any_range;
    if (k >= 0 && (is_signed(i.arguments[k], true) || is_guarded(step, k, 0))) known |= decaying_range;
    else if (k >= 0 && is_guarded(step, k, greatest_limit)) known |= limited_range;
    if (k != 0 && is_bounded(i.arguments[0])) known |= bounded_factor;
    if (i.op == operation::exp && (known & (decaying_range | limited_range)) != 0 &&
        is_only_added_[static_cast<std::size_t>(step)])
      known |= beside_larger;
    instruction with_range = i;
    with_range.value = known;
    return to_->emit(with_range);
  }

 private:
  program* to_;
  const program* from_;
  list<bool> is_only_added_;

  /// u ≤ limit wherever a value is used, for it is used in one branch of a choice only.
  struct guard {
    position u;
    double limit;
  };
  list<guard> guards_;
  static constexpr position anywhere = -1, nowhere = -2;
  static constexpr double greatest_limit = 32;

  /// The guard of each value.
  static constexpr list<guard> guards_of(const program& p) {
    list<guard> guards;
    guards.assign(p.code.size(), {nowhere, 0});
    const auto use = [&](position at, const guard& g) {
      guard& known = guards[static_cast<std::size_t>(at)];
      if (known.u == nowhere) known = g;
      else if (known.u != g.u) known.u = anywhere;
      else if (known.limit < g.limit) known.limit = g.limit;
    };
    const auto is_limit = [&](position at) { return p[at].op == operation::number && p[at].value <= greatest_limit; };
    for (const position r : p.results) use(r, {anywhere, 0});
    for (std::size_t at = p.code.size(); at-- != 0;) {
      const instruction& i = p.code[at];
      const position a = i.arguments[0], b = i.arguments[1];
      const bool is_select = i.op == operation::select_less || i.op == operation::select_less_equal;
      for (int k = 0; k != arity(i.op); ++k) {
        guard g = guards[at];
        if (is_select && k == 3 && is_limit(a)) g = {b, p[a].value};  // limit < u ? … : here
        if (is_select && k == 2 && is_limit(b)) g = {a, p[b].value};  // u < limit ? here : …
        if (i.op == operation::select_sign && k == 2) g = {a, 0};     // u ≥ 0 ? … : here
        use(i.arguments[k], g);
      }
    }
    return guards;
  }

  [[nodiscard]] constexpr bool is_guarded(position step, int k, double limit) const {
    const guard& g = guards_[static_cast<std::size_t>(step)];
    return g.u >= 0 && g.limit <= limit && (*from_)[step].arguments[k] == g.u;
  }

  static constexpr double moderate = 0x1p20;

  /// Is it a number of moderate size, or a choice of such?
  static constexpr bool is_moderate(const program& p, position at) {
    const instruction& i = p[at];
    if (i.op == operation::select_sign) return is_moderate(p, i.arguments[1]) && is_moderate(p, i.arguments[2]);
    return i.op == operation::number && 1 / moderate <= i.value && i.value <= moderate;
  }

  /// For each value of moderate size: is it, in the end, only added to numbers that are larger than something tiny?
  static constexpr list<bool> added_values(const program& p) {
    list<bool> tame, added;
    for (std::size_t at = 0; at != p.code.size(); ++at) {
      const instruction& i = p.code[at];
      const auto is_tame = [&](int k) { return tame[static_cast<std::size_t>(i.arguments[k])]; };
      switch (i.op) {
        case operation::exp: tame.push_back(true); break;  // its argument will have to be ≤ 0
        case operation::add:
        case operation::multiply: tame.push_back(is_tame(0) && is_tame(1)); break;
        case operation::multiply_add: tame.push_back(is_tame(0) && is_tame(1) && is_tame(2)); break;
        default: tame.push_back(is_moderate(p, static_cast<position>(at)));
      }
    }
    added.assign(p.code.size(), true);
    for (const position r : p.results) added[static_cast<std::size_t>(r)] = false;
    for (std::size_t at = p.code.size(); at-- != 0;) {
      const instruction& i = p.code[at];
      for (int k = 0; k != arity(i.op); ++k) {
        bool fits = tame[at] && added[at];
        if (i.op == operation::add && is_moderate(p, i.arguments[1 - k])) fits = true;
        if (i.op == operation::multiply_add && k != 2 && is_moderate(p, i.arguments[2]))
          fits = tame[static_cast<std::size_t>(i.arguments[1 - k])];
        if (!fits) added[static_cast<std::size_t>(i.arguments[k])] = false;
      }
    }
    return added;
  }

  /// Is the value never positive, or never negative?
  [[nodiscard]] constexpr bool is_signed(position p, bool negative) const {
    const instruction& i = (*to_)[p];
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      case operation::number: return negative ? i.value <= 0 : i.value >= 0;
      case operation::negate: return is_signed(a, !negative);
      case operation::minus_abs: return negative;
      case operation::copy_sign: return is_signed(b, negative);
      case operation::multiply:
        if (a == b) return !negative;
        if (const int k = signed_operand(*to_, p); k >= 0) return is_signed(i.arguments[k], negative);
        return (is_signed(a, negative) && is_signed(b, false)) || (is_signed(a, !negative) && is_signed(b, true));
      default: return !negative && rule_of(i.op).is(nonnegative);
    }
  }

  /// Is |value| of moderate size, whatever the inputs? Reciprocals of sums with an exponential are.
  [[nodiscard]] constexpr bool is_bounded(position p) const {
    const instruction& i = (*to_)[p];
    const position a = i.arguments[0], b = i.arguments[1];
    switch (i.op) {
      case operation::number: return is_moderate(*to_, p);
      case operation::divide: return is_bounded(a) && is_near_one(b);
      default: return false;
    }
  }

  /// Is it 1 + eᵘ, or (1 + eᵘ)² for u ≤ 0, or a sum like that?
  [[nodiscard]] constexpr bool is_near_one(position p) const {
    const instruction& i = (*to_)[p];
    if (i.op == operation::one_plus_exp) return true;
    if (i.op != operation::multiply_add || !is_moderate(*to_, i.arguments[2])) return false;
    const instruction &e = (*to_)[i.arguments[0]], &sum = (*to_)[i.arguments[1]];
    const auto is_decay = [](const instruction& d) {
      return d.op == operation::exp && (static_cast<unsigned>(d.value) & decaying_range) != 0;
    };
    return is_decay(e) && sum.op == operation::add && is_moderate(*to_, sum.arguments[0]) &&
           is_decay((*to_)[sum.arguments[1]]);
  }
};

}  // namespace detail

/// The program with what is known of its exponentials' operands.
constexpr program mark_ranges(const program& from) {
  const auto is_exponential = [](const instruction& i) {
    const bool is_of_several = operation::times_exp <= i.op && i.op <= operation::one_plus_exp_of_sum;
    return is_of_several || detail::exponent_operand(i.op) >= 0;
  };
  if (!detail::any_step(from, is_exponential)) return from;
  program to = from.fresh();
  detail::range_writer writer(to, from);
  detail::list<program::position> moved;
  for (const instruction& step : from.code)
    moved.push_back(writer.marked(static_cast<program::position>(moved.size()), detail::relocated(step, moved)));
  for (const program::position r : from.results) to.results.push_back(moved[static_cast<std::size_t>(r)]);
  return without_dead_code(std::move(to));
}

}  // namespace ogive
