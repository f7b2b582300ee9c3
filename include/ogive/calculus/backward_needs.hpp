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
#include <ogive/calculus/inverses.hpp>
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
class need_analysis : protected invertible_program {
 public:
  constexpr need_analysis(const program& value, bool parameters) : value_(rewrite_exactly(value)) {
    inputs_ = value_.inputs.size();
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
  /// The derivatives as constants: one set of them, or two.
  struct outcomes {
    int count = 0;  // 0 if they are no constants, or more than two sets
    program code;
    list<position> first, second;
  };

  program value_;
  list<position> derivatives_, outputs_;
  bool over_rows_ = false;

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

  /// A choice: the output tells which branch it came from if no value may come from both.
  constexpr bool suffices_in_both(const instruction& i, const situation& s) const {
    const branches of = branches_of(i, s);
    return !of.then_values.meets(of.else_values) && suffices_from(i.arguments[2], of.holds) &&
           suffices_from(i.arguments[3], of.fails);
  }
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
