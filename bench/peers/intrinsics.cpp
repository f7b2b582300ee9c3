// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The hand-written kernels of intrinsics.hpp in bench/ratios.cpp.
#include "peers/intrinsics.hpp"

#include "contender.hpp"

namespace ogive::bench {
namespace {

using by_hand::both, by_hand::V;

template <both (*F)(V), V (*Alone)(V) = by_hand::alone<F>>
void add_both(contenders& to, const char* name) {
  to.push_back({name, pass::value, "intrinsics", ready([](const arrays& a) {
                  for (std::size_t i = 0; i + width <= a.n; i += width) store(a.y + i, Alone(load(a.x + i)));
                })});
  to.push_back({name, pass::value_and_derivative, "intrinsics", ready([](const arrays& a) {
                  for (std::size_t i = 0; i + width <= a.n; i += width) {
                    const both f = F(load(a.x + i));
                    store(a.y + i, f.value);
                    store(a.slope + i, f.slope);
                  }
                })});
  to.push_back({name, pass::backward, "intrinsics", ready([](const arrays& a) {
                  for (std::size_t i = 0; i + width <= a.n; i += width)
                    store(a.slope + i, load(a.upstream + i) * F(load(a.x + i)).slope);
                })});
}

}  // namespace

void add_intrinsics(contenders& to) {
  add_both<by_hand::sigmoid>(to, "sigmoid");
  add_both<by_hand::swish>(to, "swish");
  add_both<by_hand::gelu>(to, "gelu");
  add_both<by_hand::mish, by_hand::mish_alone>(to, "mish");
}

}  // namespace ogive::bench
