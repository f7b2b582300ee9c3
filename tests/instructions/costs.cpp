// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One register of floats through each operation: compiled, and counted by costs.sh; it also prints what
// calculus/cost.hpp says of them.
#include <cstdio>

#include <ogive/ogive.hpp>

namespace {

using V = ogive::detail::native_batch<float>;
using ogive::operation;

template <operation Op>
OGIVE_INLINE void once(const float* in, float* out) {
  constexpr std::size_t lanes = ogive::detail::lanes<V>;
  constexpr double known = ogive::decaying_range | ogive::bounded_factor;
  const auto load = [&](std::size_t k) { return V::load_unaligned(in + k * lanes); };
  ogive::detail::execute<Op>(load(0), load(1), load(2), load(3), known).store_unaligned(out);
}

void print(const char* name, operation op) {
  const ogive::detail::step_cost cost = ogive::detail::cost_of(op);
  std::printf("%s %d %d\n", name, cost.own + cost.of_exponential + cost.divisions, cost.divisions);
}

}  // namespace

#define OGIVE_OPERATIONS(act)                                                                                          \
  act(add) act(divide) act(negate) act(exp) act(expm1) act(log) act(log1p) act(sqrt) act(erf) act(erfc) act(sin)       \
      act(cos) act(atan) act(asinh) act(floor) act(pow) act(abs) act(copy_sign) act(sign) act(attenuate) act(pass_nan) \
          act(select_less) act(select_sign) act(minus_abs) act(positive_part) act(multiply_add) act(product_error)     \
              act(sum_error) act(multiply_add_error) act(exp_of_sum) act(expm1_of_sum) act(fast_exp) act(fast_tanh)    \
                  act(times_exp) act(times_exp_of_sum) act(times_gaussian) act(self_gated_exp)                         \
                      act(self_gated_gaussian) act(half_exp) act(half_gaussian) act(times_rest_of_exp)                 \
                          act(times_rest_of_exp_of_sum) act(times_rest_of_gaussian) act(normal_tail)                   \
                              act(log1p_of_decay) act(one_plus_exp) act(one_plus_exp_of_sum)

#define OGIVE_COUNTED(name) \
  extern "C" void operation_##name(const float* in, float* out) { once<operation::name>(in, out); }
OGIVE_OPERATIONS(OGIVE_COUNTED)

#define OGIVE_PRINTED(name) print(#name, operation::name);
int main() { OGIVE_OPERATIONS(OGIVE_PRINTED) }
