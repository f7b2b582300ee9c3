// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// SLEEF's functions of 1.0 ULP for the widest registers of this machine.
#include <sleef.h>

#include "contender.hpp"
#include "peers/vector.hpp"

namespace ogive::bench {
namespace {

#if defined(__AVX512F__)
#define OGIVE_SLEEF(name) Sleef_##name##f16_u10
#else
#define OGIVE_SLEEF(name) Sleef_##name##f8_u10
#endif

template <auto F>  // SLEEF's results are const registers
void add_value(contenders& all, const char* name) {
  all.push_back({name, pass::value, "SLEEF", ready([](const arrays& a) {
                   for (std::size_t i = 0; i + width <= a.n; i += width) store(a.y + i, F(load(a.x + i)));
                 })});
}

}  // namespace

void add_sleef(contenders& all) {
  add_value<OGIVE_SLEEF(exp)>(all, "exp");
  add_value<OGIVE_SLEEF(expm1)>(all, "expm1");
  add_value<OGIVE_SLEEF(log)>(all, "log");
  add_value<OGIVE_SLEEF(log1p)>(all, "log1p");
  add_value<OGIVE_SLEEF(tanh)>(all, "tanh");
  add_value<OGIVE_SLEEF(erf)>(all, "erf");
  add_value<OGIVE_SLEEF(sin)>(all, "sin");
}

}  // namespace ogive::bench
