// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(f): f makes a row of a row, and its derivative is a matrix; use backward_rows<f>
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a) { ogive::map_rows<derive(ogive::activations::softmax)>(a, a); }
#else
void call(std::vector<float>& a) { ogive::map_rows<derive(ogive::activations::log_sum_exp)>(a, a); }
#endif
