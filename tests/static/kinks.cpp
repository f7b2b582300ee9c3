// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The derivative at a kink: by the branch that decides the tie, and by at_kink<policy>. Compiling is passing.
#include <limits>

#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::evaluate;
using ogive::same;
using namespace ogive::symbols;

namespace {

/// The derivatives by x at a point under left, right, middle and minimum_norm.
template <auto F>
constexpr bool has_slopes(double at, double l, double r, double m, double n) {
  return derive(at_kink<left>(F))(at) == l && derive(at_kink<right>(F))(at) == r &&
         derive(at_kink<middle>(F))(at) == m && derive(at_kink<minimum_norm>(F))(at) == n;
}

/// Does the formula keep its value whatever the rule?
template <auto F>
constexpr bool keeps_value(double at) {
  const double value = evaluate<F>(at);
  return evaluate<at_kink<left>(F)>(at) == value && evaluate<at_kink<right>(F)>(at) == value &&
         evaluate<at_kink<middle>(F)>(at) == value && evaluate<at_kink<minimum_norm>(F)>(at) == value;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

// without a rule: else of where, the number of max and min, the first of two formulas, 0 for abs, the limit for clamp
static_assert(derive(max(x, 0))(0.0) == 0 && derive(max(0, x))(0.0) == 0);
static_assert(derive(min(x, 0))(0.0) == 0 && derive(min(0, x))(0.0) == 0);
static_assert(derive(max(x, 2 * x))(0.0) == 1 && derive(max(2 * x, x))(0.0) == 2);
static_assert(derive(min(x, 2 * x))(0.0) == 1 && derive(min(2 * x, x))(0.0) == 2);
static_assert(derive(where(x > 0, 3 * x, 5 * x))(0.0) == 5 && derive(where(x >= 0, 3 * x, 5 * x))(0.0) == 3);
static_assert(derive(where(x < 0, 3 * x, 5 * x))(0.0) == 5 && derive(where(x <= 0, 3 * x, 5 * x))(0.0) == 3);
static_assert(derive(abs(x))(0.0) == 0);
static_assert(derive(clamp(x, -1, 1))(-1.0) == 0 && derive(clamp(x, -1, 1))(1.0) == 0);

// each choice of the language, kinks on either side of its comparison
static_assert(has_slopes<max(x, 0)>(0, 0, 1, 0.5, 0));
static_assert(has_slopes<max(0, x)>(0, 0, 1, 0.5, 0));
static_assert(has_slopes<min(x, 0)>(0, 1, 0, 0.5, 0));
static_assert(has_slopes<max(x, 2 * x)>(0, 1, 2, 1.5, 1));
static_assert(has_slopes<min(3 * x, 2 * x)>(0, 3, 2, 2.5, 2));
static_assert(has_slopes<max(-x, -3 * x)>(0, -3, -1, -2, -1));
static_assert(has_slopes<abs(x)>(0, -1, 1, 0, 0));
static_assert(has_slopes<abs(2 * x - 1)>(0.5, -2, 2, 0, 0));
static_assert(has_slopes<abs(1 - 2 * x)>(0.5, -2, 2, 0, 0));
static_assert(has_slopes<where(x > 0, x, 4 * x)>(0, 4, 1, 2.5, 1));
static_assert(has_slopes<where(x >= 0, x, 4 * x)>(0, 4, 1, 2.5, 1));
static_assert(has_slopes<where(x < 0, 4 * x, x)>(0, 4, 1, 2.5, 1));
static_assert(has_slopes<where(x <= 0, 4 * x, x)>(0, 4, 1, 2.5, 1));
static_assert(has_slopes<where(1 - x < 0, 4 * x, x)>(1, 1, 4, 2.5, 1));
static_assert(has_slopes<clamp(x, -1, 1)>(-1, 0, 1, 0.5, 0));
static_assert(has_slopes<clamp(x, -1, 1)>(1, 1, 0, 0.5, 0));

// away from its kinks a formula has one derivative
static_assert(has_slopes<max(x, 0)>(2, 1, 1, 1, 1) && has_slopes<max(x, 0)>(-2, 0, 0, 0, 0));
static_assert(has_slopes<abs(x)>(-infinity, -1, -1, -1, -1));
static_assert(has_slopes<clamp(x, -1, 1)>(0, 1, 1, 1, 1));

// the outer function multiplies what the rule says
static_assert(has_slopes<3 * max(x, 0) - x>(0, -1, 2, 0.5, -1));
static_assert(has_slopes<exp(max(x, 0))>(0, 0, 1, 0.5, 0));

// the value never changes
static_assert(keeps_value<abs(x)>(0) && keeps_value<abs(x)>(-3) && keeps_value<abs(x)>(infinity));
static_assert(keeps_value<clamp(x, -1, 1)>(-1) && keeps_value<where(x > 0, x, 4 * x)>(0));
static_assert(keeps_value<where(x > 0, x + 1, x)>(0) && keeps_value<where(x >= 0, x + 1, x)>(0));

// NaN goes through, in the value and in the derivative
constexpr double nan_slope = derive(at_kink<middle>(abs(x)))(std::numeric_limits<double>::quiet_NaN());
static_assert(nan_slope != nan_slope);

// an inner rule holds inside, an outer one outside
constexpr auto nested = at_kink<right>(max(x, 0) + at_kink<left>(abs(x)));
static_assert(derive(nested)(0.0) == 1 - 1);
constexpr auto beside = at_kink<right>(max(x, 0)) + max(x, 0);
static_assert(derive(beside)(0.0) == 1);
static_assert(!same<at_kink<left>(max(x, 0)), at_kink<right>(max(x, 0))>);

// a rule goes with its formula into a substitution, and one around the substitution reaches into it
constexpr auto right_relu = at_kink<right>(max(x, 0));
static_assert(derive(right_relu(x - 2))(2.0) == 1 && derive(max(x, 0)(x - 2))(2.0) == 0);
static_assert(derive(at_kink<right>(max(x, 0)(x - 2)))(2.0) == 1);
static_assert(derive(right_relu(-x))(0.0) == 0);      // right of x = 0, where the argument falls
static_assert(derive(right_relu(abs(x)))(0.0) == 0);  // the argument's kink is not its own

// further derivatives: of the pieces, by the same rule
constexpr auto square_above = where(x > 0, x* x, 0);
static_assert(derive(derive(at_kink<left>(square_above)))(0.0) == 0);
static_assert(derive(derive(at_kink<right>(square_above)))(0.0) == 2);
static_assert(derive(derive(at_kink<middle>(square_above)))(0.0) == 1);
static_assert(derive(derive(at_kink<minimum_norm>(square_above)))(0.0) == 0);
static_assert(derive(derive(at_kink<middle>(abs(x))))(0.0) == 0);

// several inputs: the rule speaks of the symbol by which is differentiated
constexpr auto higher = at_kink<left>(max(x, y));
static_assert(derive(higher)(1.0, 1.0) == 0 && derive(higher, wrt(y))(1.0, 1.0) == 0);
constexpr auto even_share = at_kink<middle>(max(x, y));
static_assert(derive(even_share)(1.0, 1.0) == 0.5 && derive(even_share, wrt(y))(1.0, 1.0) == 0.5);

// a comparison that does not depend on the symbol is no kink: the branch that is taken has the derivative
static_assert(derive(at_kink<left>(where(x > 0, y, 2 * y)), wrt(y))(0.0, 1.0) == 2);
static_assert(derive(at_kink<left>(where(x <= 0, y, 2 * y)), wrt(y))(0.0, 1.0) == 1);
static_assert(derive(at_kink<right>(where(x <= 0, y, 2 * y)), wrt(y))(0.0, 1.0) == 1);
static_assert(derive(at_kink<middle>(where(x <= 0, y, 2 * y)), wrt(y))(0.0, 1.0) == 1);
static_assert(derive(at_kink<minimum_norm>(where(x <= 0, y, 2 * y)), wrt(y))(0.0, 1.0) == 1);

// the derivative by a parameter at a tie
constexpr auto leaky = where(x > 0, x, param<"slope">(0.25) * x);
static_assert(derive(at_kink<left>(leaky))(0.0) == 0.25 && derive(at_kink<right>(leaky))(0.0) == 1);
static_assert(derive(at_kink<minimum_norm>(leaky))(0.0, param<"slope"> = -2) == 0);
static_assert(derive(at_kink<minimum_norm>(leaky))(0.0, param<"slope"> = 3) == 1);
static_assert(derive(at_kink<minimum_norm>(leaky))(0.0, param<"slope"> = 1e-300) == 1e-300);
static_assert(derive(at_kink<minimum_norm>(leaky * 1e-170))(0.0, param<"slope"> = 1) == 1e-170);
static_assert(derive(at_kink<minimum_norm>(where(x > 0, 1e-40F * x, 1e-40F * y * x)))(0.0F, 1.0F) != 0);
