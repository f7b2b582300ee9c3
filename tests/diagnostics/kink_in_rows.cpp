// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: at_kink<policy>(f) in backward_rows, or in backward with a value for each channel: left and right
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::backward_rows<at_kink<right>(max(x, 0)) * row_sum(x)>(a, a, a); }
#else
void call(std::vector<float>& a) { ogive::backward_rows<max(x, 0) * row_sum(x)>(a, a, a); }
#endif
