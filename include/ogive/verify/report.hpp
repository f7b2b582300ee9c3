// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 5, verify. What a verification at run time is asked for and what it says: plain structs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ogive {

/// What is looked at: `verify<f>({.low = -20, .high = 20})`.
struct verify_options {
  double low = -100, high = 100;  ///< the range of the input
  std::size_t points = 2000;      ///< of the range: half of them equally spaced, half by magnitude from 10⁻³⁰ on
  std::size_t samples = 4000;     ///< floats of all exponents at which accuracy is measured
  bool exhaustive = false;        ///< measure at all 2³² floats instead: minutes for each of f, f', f''
};

/// What a wrong derivative looks like.
enum class mistake {
  not_a_number,  ///< NaN where the derivative is a number: often ∞·0 in a branch that is multiplied by 0
  infinite,      ///< overflow where the derivative is finite
  lost,          ///< 0, or nothing but rounding noise, where the derivative is small: cancellation in a tail
  factor,        ///< a constant times the derivative: a factor is missing or too many
  not_between,   ///< at a kink, outside the derivatives of both sides: a wrong branch
  different,     ///< another function
};

/// Neighbouring points at which a derivative is wrong in one way, and the worst of them.
struct wrong_stretch {
  double from = 0, to = 0;
  std::size_t points = 0;
  double at = 0, derived = 0, expected = 0;
  mistake looks_like = mistake::different;
  double ratio = 0;  ///< derived / expected
};

/// The derivative by one symbol against differences of the value.
struct derivative_report {
  std::string by;
  std::size_t compared = 0;
  std::size_t undecided = 0;  ///< points at which differences cannot tell
  double worst_error = 0;     ///< relative to the derivative, or to its size nearby where it crosses 0
  double worst_at = 0;
  std::vector<wrong_stretch> wrong;
};

/// A kink along an input: the derivatives of both sides, and the one that was chosen.
struct kink_report {
  std::string by;
  double at = 0, left = 0, right = 0, chosen = 0;
  bool is_tie = true;       ///< is there a number at which both sides meet?
  bool sides_known = true;  ///< or do the differences of a side come to no number?
  bool between = true;      ///< where a side is not known: a number
};

/// How exact a kernel is in float. Near a zero of the function, where a ULP means nothing, 2e-7 of its size at x ± x/16
/// counts as 4 ULP.
struct accuracy_report {
  std::string of;
  double worst_ulp = 0, at = 0, computed = 0, exact = 0;
  std::uint64_t points = 0;
  std::uint64_t undecided = 0;  ///< of them, where the reference is not exact enough to judge
};

/// The first input from 0 outwards at which something is not finite: where it overflows, or a pole.
struct overflow_report {
  std::string of;
  std::string in;  ///< double or float
  double at = 0, computed = 0, exact = 0;
  bool justified = false;  ///< is the exact value beyond 1/16 of the largest number, or unknown?
};

/// Value and derivative at an input that is easily forgotten.
struct special_report {
  std::string input;
  double value = 0, derivative = 0;

  /// A derivative is a number where the value is one.
  [[nodiscard]] bool is_right() const { return derivative == derivative || !(value - value == 0); }
};

/// The shape over the range and far beyond it, as far as points show it.
struct shape_report {
  bool increasing = false, decreasing = false;
  bool bounded = false;
  double least = 0, least_at = 0, greatest = 0, greatest_at = 0;
  double steepest = 0, steepest_at = 0;  ///< the largest |f'|: an estimate of the Lipschitz constant
};

/// What a verification found.
struct report {
  std::string of;
  std::string reference;  ///< what the derivative was compared with
  std::vector<derivative_report> derivatives;
  std::vector<kink_report> kinks;
  std::vector<accuracy_report> accuracy;
  std::vector<overflow_report> overflows;
  std::vector<special_report> specials;
  shape_report shape;
  bool passes_nan = true;  ///< do value and derivative of NaN give NaN? A constant derivative need not.

  /// Is no derivative wrong, each chosen one at a kink between its sides, each overflow justified, no derivative NaN
  /// at a special input where the value is a number, and no result in float NaN or infinite where it should not be?
  /// That NaN passes is told by `passes_nan` alone: code that is not ours may have reasons.
  [[nodiscard]] bool is_right() const {
    bool right = true;
    for (const derivative_report& d : derivatives) right = right && d.wrong.empty() && d.compared > d.undecided;
    for (const kink_report& k : kinks) right = right && k.between;
    for (const overflow_report& o : overflows) right = right && o.justified;
    for (const special_report& s : specials) right = right && s.is_right();
    for (const accuracy_report& a : accuracy) right = right && a.worst_ulp <= std::numeric_limits<double>::max();
    return right;
  }
};

}  // namespace ogive
