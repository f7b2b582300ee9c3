// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Two translation units of a stranger's project see the same formula and agree on its value; so does a kernel that is
// chosen at run time, where the project has made one. Its first call allocates nothing.
#if __has_include(<ogive/nn.hpp>)
#include <ogive/nn.hpp>
#endif
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

inline constexpr auto gate = x * sigmoid(x);
double gate_at(double value);

#if __has_include(<kernels.hpp>)
#include <kernels.hpp>

#include "../kernel/allocations.hpp"
double chosen_gate_at(double value) {
  const int before = allocations;
  kernels::swish(std::span<const double>(&value, 1), std::span<double>(&value, 1));
  return allocations == before ? value : -1;
}
#else
double chosen_gate_at(double value) { return gate_at(value); }
#endif

int main() {
  const double difference = chosen_gate_at(2.0) - gate_at(2.0);
  return ogive::evaluate<gate>(2.0) == gate_at(2.0) && -1e-15 < difference && difference < 1e-15 ? 0 : 1;
}
