import { axis, condition, line, type Category } from './catalog.ts';

export const laptops: Category = {
  category: 'laptops',
  count: 800,
  axes: [
    axis(
      'memory',
      ['16 GB / 512 GB', '', 1],
      ['16 GB / 1 TB', '16 GB 1 TB', 1.1],
      ['32 GB / 1 TB', '32 GB 1 TB', 1.24],
      ['64 GB / 2 TB', '64 GB 2 TB', 1.6],
    ),
    axis('keyboard', ['US', '', 1], ['German', 'QWERTZ', 1], ['French', 'AZERTY', 1]),
    condition,
  ],
  lines: [
    line('Apple', 'MacBook Air M4 13:1049, MacBook Air M4 15:1299', { chip: 'M4', os: 'macOS' }),
    line(
      'Apple',
      'MacBook Pro M5 14:1799, MacBook Pro M4 Pro 14:2199, MacBook Pro M4 Pro 16:2699',
      {
        chip: 'M4 Pro',
        os: 'macOS',
      },
    ),
    line(
      'Lenovo',
      'ThinkPad X1 G13:1899, ThinkPad X1 2-in-1 G10:2099, ThinkPad T14 G6:1399, ThinkPad T14s G6:1599, ThinkPad P1 G8:2799, ThinkPad E14 G7:899, ThinkPad X9 14:1699',
      {
        chip: 'Core Ultra 7 258V',
        os: 'Windows 11',
      },
    ),
    line(
      'Lenovo',
      'Yoga Slim 7x:1199, Yoga Pro 9i:1999, IdeaPad Slim 5:749, Legion Pro 7i:3199, Legion 5i:1599, LOQ 15:999',
      {
        chip: 'Core Ultra 9 275HX',
        os: 'Windows 11',
      },
    ),
    line('Dell', 'XPS 13 9350:1329, XPS 14 9440:1699, XPS 16 9640:2199', {
      chip: 'Core Ultra 7 256V',
      os: 'Windows 11',
    }),
    line(
      'Dell',
      'Dell 14 Plus:949, Dell 16 Plus:1049, Dell Pro 14:1299, Alienware 16 Aurora:1799, Alienware 18 Area-51:3499, Latitude 7455:1499',
      {
        chip: 'Ryzen AI 7 350',
        os: 'Windows 11',
      },
    ),
    line(
      'HP',
      'OmniBook X 14:1199, OmniBook Ultra Flip 14:1599, Spectre x360 14:1699, EliteBook Ultra G1i:1999, ProBook 4 G1i:899, Omen Max 16:2599, Victus 15:849, ZBook Ultra G1a:2899',
      {
        chip: 'Core Ultra 7 258V',
        os: 'Windows 11',
      },
    ),
    line(
      'Asus',
      'Zenbook A14:1099, Zenbook S 14:1499, Zenbook Duo:2199, Vivobook S 15:899, ProArt P16:2499, ROG Zephyrus G14:2399, ROG Zephyrus G16:2799, ROG Strix Scar 18:3899, TUF Gaming A16:1499, ExpertBook P5:1099',
      {
        chip: 'Ryzen AI 9 HX 370',
        os: 'Windows 11',
      },
    ),
    line(
      'Acer',
      'Swift 14 AI:1049, Swift Go 16:949, Aspire 14 AI:699, Predator Helios Neo 16:1799, Predator Triton 14:2299, Nitro V 15:899, Chromebook Plus 514:449',
      {
        chip: 'Core Ultra 5 226V',
        os: 'Windows 11',
      },
    ),
    line(
      'Microsoft',
      'Surface Laptop 13:999, Surface Laptop 15:1499, Surface Laptop Studio 2:2399',
      {
        chip: 'Snapdragon X Elite',
        os: 'Windows 11',
      },
    ),
    line('Framework', 'Laptop 13:1099, Laptop 16:1799, Laptop 12:649', {
      chip: 'Ryzen AI 5 340',
      os: 'none',
    }),
    line(
      'MSI',
      'Prestige 13 AI+:1399, Stealth A16:2299, Raider 18 HX:3599, Katana 15:1199, Modern 14:699',
      {
        chip: 'Core Ultra 7 258V',
        os: 'Windows 11',
      },
    ),
    line('LG', 'gram 14:1399, gram 16:1599, gram Pro 17:1899', {
      chip: 'Core Ultra 7 255H',
      os: 'Windows 11',
    }),
    line('Razer', 'Blade 14:2399, Blade 16:3199', { chip: 'Ryzen AI 9 365', os: 'Windows 11' }),
    line('Tuxedo', 'InfinityBook Pro 14:1199, Stellaris 16:2299, Pulse 14:1099', {
      chip: 'Ryzen 7 8845HS',
      os: 'Linux',
    }),
  ],
};

export const monitors: Category = {
  category: 'monitors',
  count: 500,
  axes: [
    axis(
      'stand',
      ['height adjustable', '', 1],
      ['arm', 'with arm', 1.12],
      ['none', 'without stand', 0.94],
    ),
    condition,
  ],
  lines: [
    line(
      'Dell',
      'Dell U2725QE:639, Dell U3225QE:899, Dell U2724D:399, Dell U4025QW:1899, Dell U3423WE:799',
      {
        panel: 'IPS Black',
        refresh_hz: 120,
      },
    ),
    line(
      'Dell',
      'Dell S2725QS:299, Dell P2425H:189, Dell P2725HE:329, Dell G2724D:249, Alienware AW3225QF:999, Alienware AW2725Q:799, Alienware AW3425DW:749',
      {
        panel: 'QD-OLED',
        refresh_hz: 240,
      },
    ),
    line(
      'LG',
      'UltraGear 27GS95QE:699, UltraGear 32GS95UE:1099, UltraGear 45GX950A:1799, UltraFine 32UN880:549, UltraFine 27UP850:379, UltraWide 34WQ75C:429, DualUp 28MQ780:549, MyView 32SR85U:449',
      {
        panel: 'WOLED',
        refresh_hz: 240,
      },
    ),
    line(
      'Samsung',
      'Odyssey G9 G95SC:1199, Odyssey OLED G8:999, Odyssey OLED G6:649, Odyssey G5:229, ViewFinity S9:899, ViewFinity S8:399, Smart Monitor M8:499, Smart Monitor M7:329',
      {
        panel: 'QD-OLED',
        refresh_hz: 240,
      },
    ),
    line(
      'Asus',
      'ROG Swift PG27UCDM:1099, ROG Swift PG32UCDM:1249, ROG Strix XG27ACS:279, ProArt PA279CRV:429, ProArt PA32UCXR:2899, TUF VG27AQ3A:199, ZenScreen MB16AHV:229',
      {
        panel: 'QD-OLED',
        refresh_hz: 240,
      },
    ),
    line(
      'BenQ',
      'MA320U:549, PD2730S:999, RD280U:629, EX321UX:1099, GW2790QT:279, Zowie XL2566X+:599',
      {
        panel: 'IPS',
        refresh_hz: 60,
      },
    ),
    line(
      'Eizo',
      'FlexScan EV3240X:1349, FlexScan EV2740X:949, ColorEdge CG2700S:1699, ColorEdge CS2740:1249',
      {
        panel: 'IPS',
        refresh_hz: 60,
      },
    ),
    line('AOC', 'Q27G3XMN:279, AG276QZD2:549, U27G4R:349, 24G4X:129, CU34G2XP:329', {
      panel: 'VA Mini-LED',
      refresh_hz: 180,
    }),
    line('Apple', 'Studio Display:1649, Pro Display XDR:5499', { panel: 'IPS', refresh_hz: 60 }),
    line('Gigabyte', 'MO27Q2:549, M27QA ICE:299, FO32U2P:1099, G34WQCP:349', {
      panel: 'QD-OLED',
      refresh_hz: 240,
    }),
    line('Philips', 'Evnia 27M2N8500:599, 27B1U7903:799, 34B1U5600CH:549, 243V7QDSB:99', {
      panel: 'QD-OLED',
      refresh_hz: 120,
    }),
  ],
};

export const consoles: Category = {
  category: 'consoles',
  count: 250,
  axes: [
    axis(
      'bundle',
      ['console only', '', 1],
      ['second controller', 'with second controller', 1.13],
      ['game', 'with game', 1.1],
      ['charging dock', 'with dock', 1.08],
    ),
    condition,
  ],
  lines: [
    line('Nintendo', 'Switch 2:449, Switch OLED:319, Switch Lite:189', { media: 'cartridge' }),
    line(
      'Sony',
      'PlayStation 5 Pro:799, PlayStation 5 Slim:499, PlayStation 5 Digital:449, PlayStation Portal:219, PlayStation VR2:399',
      {
        media: 'UHD Blu-ray',
      },
    ),
    line('Microsoft', 'Xbox Series X:549, Xbox Series X Digital:499, Xbox Series S:349', {
      media: 'UHD Blu-ray',
    }),
    line('Valve', 'Steam Deck OLED:569, Steam Deck LCD:419', { media: 'download' }),
    line('Asus', 'ROG Ally X:899, ROG Xbox Ally:599', { media: 'download' }),
    line('Lenovo', 'Legion Go 2:999, Legion Go S:599', { media: 'download' }),
    line('MSI', 'Claw 8 AI+:899', { media: 'download' }),
    line('Meta', 'Quest 3:549, Quest 3S:329', { media: 'download' }),
    line('Ayaneo', 'Ayaneo 3:1099, Pocket DS:519', { media: 'download' }),
    line('Analogue', 'Pocket:249, Analogue 3D:269', { media: 'cartridge' }),
  ],
};
