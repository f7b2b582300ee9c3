// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// SLEEF's functions of 1.0 ULP for the widest registers of this machine.
#include <immintrin.h>
#include <sleef.h>

#include "contender.hpp"

namespace ogive::bench {
namespace {

#if defined(__AVX512F__)
#define OGIVE_SLEEF(name) Sleef_##name##f16_u10
using vector = __m512;
vector load(const float* from) { return _mm512_loadu_ps(from); }
void store(float* to, vector a) { _mm512_storeu_ps(to, a); }
#else
#define OGIVE_SLEEF(name) Sleef_##name##f8_u10
using vector = __m256;
vector load(const float* from) { return _mm256_loadu_ps(from); }
void store(float* to, vector a) { _mm256_storeu_ps(to, a); }
#endif

template <auto F>  // SLEEF's results are const registers
void add_value(contenders& all, const char* name) {
  all.push_back({name, pass::value, "SLEEF", ready([](const arrays& a) {
                   constexpr std::size_t width = sizeof(vector) / sizeof(float);
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
