// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. The coefficients of the elementary functions, constant term first, printed by
// tests/tools/minimax.py: change that and print again, not this. The errors are relative unless a line says otherwise.
#pragma once

#include <cstdint>

namespace ogive::detail::elementary {

/// (expm1(r) - r) / r^2 on |r| <= ln2 / 2, degree 4, error 1.4e-8
inline constexpr float exp_tail_float[] = {0.49999997f, 0.16666539f, 0.041667752f, 0.008367082f, 0.0013837541f};

/// (expm1(r) - r) / r^2 on |r| <= ln2 / 2, degree 9, error 2.5e-17
inline constexpr double exp_tail_double[] = {0.5000000000000006, 0.16666666666666677, 0.04166666666658062,
    0.008333333333367443, 0.001388888892994016, 0.00019841269724358367, 2.480150711849637e-05, 2.7557425484500124e-06,
    2.7625388105781635e-07, 2.5043560596213913e-08};

/// (expm1(r) - r) / r^2 on |r| <= ln2 / 2, error that of exp, degree 3, error 1.0e-7
inline constexpr float exp_short_tail_float[] = {0.4999923f, 0.16667117f, 0.041890256f, 0.008312304f};

/// tanh(t) / t in t^2 on |t| <= 9.02, numerator, degree 4, error 3.5e-8
inline constexpr float tanh_above_float[] = {1.0f, 0.1337964f, 0.0034939437f, 2.058207e-05f, 1.3317316e-08f};

/// the same, denominator, degree 4, error 3.5e-8
inline constexpr float tanh_below_float[] = {1.0f, 0.46712956f, 0.025870722f, 0.0003282948f, 7.761255e-07f};

/// (log1p(f) - f + f^2 / 2) / f^3 on [-1/4, 1/2], degree 6, error 4.1e-8
inline constexpr float log_tail_float[] = {0.3333347f, -0.2499636f, 0.1998227f, -0.16788733f, 0.14905077f,
    -0.121163405f, 0.0556164f};

/// (log((1 + s) / (1 - s)) / s - 2) / s^2 in z = s^2 on [0, 1/25], degree 6, error 1.5e-17
inline constexpr double log_tail_double[] = {0.6666666666667271, 0.3999999999616044, 0.2857142939548594,
    0.22222138486686918, 0.18186356652574312, 0.1525017717127544, 0.15368279015008232};

/// (log1p(e) - e) / e^2 on [0, 1], degree 8, error 5.3e-9
inline constexpr float log1p_tail_float[] = {-0.4999993f, 0.33330464f, -0.2495802f, 0.19692118f, -0.15344952f,
    0.106612876f, -0.057459157f, 0.020087443f, -0.0032907724f};

/// erf(v) / v - 1 in v^2 on [0, 1], degree 6, error 1.4e-9
inline constexpr float erf_near_float[] = {0.12837917f, -0.37612626f, 0.11283579f, -0.026853347f, 0.005187162f,
    -0.0007997853f, 7.806904e-05f};

/// erf(v) / v - 1 in v^2 on [0, 1], degree 12, error 1.1e-17
inline constexpr double erf_near_double[] = {0.1283791670955126, -0.376126389031841, 0.11283791670971097,
    -0.026866170648038357, 0.0052239776528672345, -0.0008548328552505793, 0.00012055387051519501,
    -1.4926907994801738e-05, 1.648157663761682e-06, -1.6563560672198263e-07, 1.606256362634236e-08,
    -1.6677918931478904e-09, 1.4740484096328122e-10};

/// -log(erfc(v)) on [1, 4.1], absolute error times erfc(v), degree 5, error 1.6e-8
inline constexpr float erf_far_float[] = {0.002673731f, 1.1174313f, 0.654499f, 0.08862728f, -0.01477579f,
    0.0011501118f};

/// exp(v^2) erfc(v) (v + 2) in (v - 2) / (v + 2) on [0, 10.1], degree 10, error 1.7e-8
inline constexpr float erfc_tail_float[] = {1.0215827f, -0.6871607f, 0.27947083f, -0.036442302f, -0.021496193f,
    0.0064806286f, 0.0030315742f, -0.0008507349f, -0.0005600816f, 7.038693e-05f, 6.842026e-05f};

/// exp(v^2) erfc(v) (v + 3) in (v - 3) / (v + 3) on [0, 27.3], degree 22, error 9.9e-17
inline constexpr double erfc_tail_double[] = {1.0740069070883398, -0.8833944531698837, 0.5902283571040762,
    -0.3104672619005451, 0.11952776128851522, -0.026827234625280656, -0.0012124166500766945, 0.0030340620118668687,
    -0.0005483094719790254, -0.00027677791057373596, 0.00010756025100197767, 3.0398323546559332e-05,
    -1.7466238172554353e-05, -4.749134645155031e-06, 2.7557208316892256e-06, 9.973471485864965e-07,
    -3.9432121999186264e-07, -2.2955303380338373e-07, 3.4537177746700796e-08, 4.569047300913323e-08,
    4.030620409880452e-09, -5.297729971230161e-09, -1.5577721187110493e-09};

/// exp(a^2 / 2) cdf(-a) on [0, 20], numerator, degree 4, error 1.8e-8
inline constexpr float cdf_above_float[] = {0.6875f, 0.6144676f, 0.26080275f, 0.0588832f, 0.006114091f};

/// the same, denominator, degree 5, error 1.8e-8
inline constexpr float cdf_below_float[] = {1.375f, 2.3260274f, 1.6899965f, 0.6689165f, 0.14760374f, 0.015325667f};

/// exp(a^2 / 2) cdf(-a) (a + 4) in (a - 4) / (a + 4) on [0, 53.2], degree 22, error 3.8e-17
inline constexpr double cdf_tail_double[] = {0.7552851304157515, -0.6078966419718922, 0.38713740074221614,
    -0.18652185795964435, 0.060396574890732656, -0.007540188967160739, -0.003479692362018072, 0.001630818464115309,
    0.00013334424845169807, -0.0002310949910834399, -1.9078358604310883e-06, 3.5144991198593534e-05,
    7.149649926570356e-07, -5.921287001811848e-06, -6.253472932022907e-07, 1.0243020543436632e-06,
    2.646980567910987e-07, -1.5947439887867024e-07, -7.82083632133308e-08, 1.7977081693023758e-08,
    1.5493682473066767e-08, -8.817218573259651e-10, -1.4988024221317181e-09};

/// (log((1 + s) / (1 - s)) / s - 2 - 2 s^2 / 3) / s^4 in z = s^2 on [0, 1/25], degree 7, error 1.6e-21
inline constexpr double power_log_tail_double[] = {0.39999999999999725, 0.28571428571577295, 0.22222222191256175,
    0.18181821525000946, 0.1538440670894547, 0.13341142729449804, 0.11592384322882612, 0.1257127842418792};

/// (sin(r) - r) / r^3 in r^2 on |r| <= 1.005 pi / 4, degree 2, error 4.2e-9
inline constexpr float sin_tail_float[] = {-0.16666654f, 0.008332106f, -0.00019507881f};

/// (sin(r) - r) / r^3 in r^2 on |r| <= 1.005 pi / 4, degree 5, error 3.9e-18
inline constexpr double sin_tail_double[] = {-0.1666666666666663, 0.008333333333321747, -0.00019841269829240613,
    2.7557313487592722e-06, -2.505072525627151e-08, 1.5894850990725244e-10};

/// (cos(r) - 1 + r^2 / 2) / r^4 in r^2 on |r| <= 1.005 pi / 4, degree 2, error 1.3e-10
inline constexpr float cos_tail_float[] = {0.041666646f, -0.0013887305f, 2.4431425e-05f};

/// (cos(r) - 1 + r^2 / 2) / r^4 in r^2 on |r| <= 1.005 pi / 4, degree 5, error 6.1e-20
inline constexpr double cos_tail_double[] = {0.04166666666666659, -0.0013888888888872186, 2.4801587288295308e-05,
    -2.755731401507093e-07, 2.0875678074129025e-09, -1.1357335993592661e-11};

/// (atan(t) - t) / t^3 in t^2 on |t| <= 1, degree 8, error 2.6e-9
inline constexpr float atan_tail_float[] = {-0.333333f, 0.1999853f, -0.14264016f, 0.10950878f, -0.08399286f,
    0.05788069f, -0.031095812f, 0.010867738f, -0.0017825251f};

/// (atan(t) - t) / t^3 in t^2 on |t| <= 1, degree 19, error 4.8e-18
inline constexpr double atan_tail_double[] = {-0.3333333333333307, 0.19999999999951745, -0.1428571428258776,
    0.11111111007331284, -0.09090907007596546, 0.07692279886443784, -0.06666404402451166, 0.058805296808177435,
    -0.052535262069087596, 0.04722346404964557, -0.042192384706906755, 0.03664305707011306, -0.02990558667186676,
    0.02198688334030754, -0.01390239660277485, 0.007197757176442118, -0.002885543137482171, 0.0008315359826730109,
    -0.00015220600436248777, 1.3229484987503416e-05};

/// pi / 2 as a sum
inline constexpr float half_pi_fused_float[] = {1.5707963f, 7.5497894e-08f, 5.390303e-15f};

/// pi / 2 as a sum
inline constexpr double half_pi_fused_double[] = {1.5707963267948966, 6.123233995736765e-17, 1.0828566739219128e-32};

/// pi / 2 as a sum, 12 bits in each part but the last
inline constexpr float half_pi_split_float[] = {1.5703125f, 0.0004837513f, 7.5495336e-08f, 2.563344e-12f};

/// pi / 2 as a sum, 33 bits in each part but the last
inline constexpr double half_pi_split_double[] = {1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21,
    8.478427660368898e-32};

/// 64 zeros, then the first bits of 2 / pi
inline constexpr std::uint32_t two_over_pi[] = {0, 0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599,
    0x3c439041, 0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x6492eea, 0x9d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff,
    0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
    0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab};

}  // namespace ogive::detail::elementary
