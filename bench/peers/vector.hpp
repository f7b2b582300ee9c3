// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The widest register of floats of this machine, AVX-512 or AVX2, for peers that are written in intrinsics.
#pragma once

#include <immintrin.h>

#include <cstddef>

namespace ogive::bench {

#if defined(__AVX512F__)
using vector = __m512;
inline vector load(const float* from) { return _mm512_loadu_ps(from); }
inline void store(float* to, vector a) { _mm512_storeu_ps(to, a); }
#else
using vector = __m256;
inline vector load(const float* from) { return _mm256_loadu_ps(from); }
inline void store(float* to, vector a) { _mm256_storeu_ps(to, a); }
#endif
inline constexpr std::size_t width = sizeof(vector) / sizeof(float);

}  // namespace ogive::bench
