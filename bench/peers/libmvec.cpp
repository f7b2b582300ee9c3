// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The vector functions of glibc, by the names of its vector ABI: what g++ calls with -ffast-math.
#include "contender.hpp"
#include "peers/vector.hpp"

using ogive_vector = ogive::bench::vector;
#if defined(__AVX512F__)
#define OGIVE_MVEC(name) _ZGVeN16v_##name##f
#else
#define OGIVE_MVEC(name) _ZGVdN8v_##name##f
#endif
extern "C" {
ogive_vector OGIVE_MVEC(exp)(ogive_vector);
ogive_vector OGIVE_MVEC(expm1)(ogive_vector);
ogive_vector OGIVE_MVEC(log)(ogive_vector);
ogive_vector OGIVE_MVEC(log1p)(ogive_vector);
ogive_vector OGIVE_MVEC(tanh)(ogive_vector);
ogive_vector OGIVE_MVEC(erf)(ogive_vector);
ogive_vector OGIVE_MVEC(sin)(ogive_vector);
}

namespace ogive::bench {
namespace {

template <ogive_vector (*F)(ogive_vector)>
void add_value(contenders& all, const char* name) {
  all.push_back({name, pass::value, "libmvec", ready([](const arrays& a) {
                   for (std::size_t i = 0; i + width <= a.n; i += width) store(a.y + i, F(load(a.x + i)));
                 })});
}

}  // namespace

void add_libmvec(contenders& all) {
  add_value<OGIVE_MVEC(exp)>(all, "exp");
  add_value<OGIVE_MVEC(expm1)>(all, "expm1");
  add_value<OGIVE_MVEC(log)>(all, "log");
  add_value<OGIVE_MVEC(log1p)>(all, "log1p");
  add_value<OGIVE_MVEC(tanh)>(all, "tanh");
  add_value<OGIVE_MVEC(erf)>(all, "erf");
  add_value<OGIVE_MVEC(sin)>(all, "sin");
}

}  // namespace ogive::bench
