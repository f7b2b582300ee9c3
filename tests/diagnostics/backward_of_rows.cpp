// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::map<f>, map_with_derivative<f>, backward<f>: f reads rows (row_sum, row_max, row_mean)
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward<x - row_mean(x)>(a, a, a); }
#else
void call(std::vector<float>& a) { ogive::backward_rows<x - row_mean(x)>(a, a, a); }
#endif
