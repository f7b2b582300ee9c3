// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// xsimd's own functions.
#include <xsimd/xsimd.hpp>

#include "contender.hpp"

namespace ogive::bench {
namespace {

using batch = xsimd::batch<float>;

template <class F>
void add_value(contenders& all, const char* name, F f) {
  all.push_back({name, pass::value, "xsimd", ready([f](const arrays& a) {
                   for (std::size_t i = 0; i + batch::size <= a.n; i += batch::size)
                     f(batch::load_unaligned(a.x + i)).store_unaligned(a.y + i);
                 })});
}

}  // namespace

void add_xsimd(contenders& all) {
  add_value(all, "exp", [](const batch& x) { return xsimd::exp(x); });
  add_value(all, "expm1", [](const batch& x) { return xsimd::expm1(x); });
  add_value(all, "log", [](const batch& x) { return xsimd::log(x); });
  add_value(all, "log1p", [](const batch& x) { return xsimd::log1p(x); });
  add_value(all, "tanh", [](const batch& x) { return xsimd::tanh(x); });
  add_value(all, "erf", [](const batch& x) { return xsimd::erf(x); });
  add_value(all, "sin", [](const batch& x) { return xsimd::sin(x); });
  add_value(all, "sigmoid", [](const batch& x) { return 1.0f / (1.0f + xsimd::exp(-x)); });
}

}  // namespace ogive::bench
