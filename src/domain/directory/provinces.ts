/** The 24 provinces and the capital by ISO 3166-2 code, in the order of the codes. */
export const PROVINCES = [
  { code: 'KH-1', km: 'បន្ទាយមានជ័យ', en: 'Banteay Meanchey' },
  { code: 'KH-2', km: 'បាត់ដំបង', en: 'Battambang' },
  { code: 'KH-3', km: 'កំពង់ចាម', en: 'Kampong Cham' },
  { code: 'KH-4', km: 'កំពង់ឆ្នាំង', en: 'Kampong Chhnang' },
  { code: 'KH-5', km: 'កំពង់ស្ពឺ', en: 'Kampong Speu' },
  { code: 'KH-6', km: 'កំពង់ធំ', en: 'Kampong Thom' },
  { code: 'KH-7', km: 'កំពត', en: 'Kampot' },
  { code: 'KH-8', km: 'កណ្តាល', en: 'Kandal' },
  { code: 'KH-9', km: 'កោះកុង', en: 'Koh Kong' },
  { code: 'KH-10', km: 'ក្រចេះ', en: 'Kratié' },
  { code: 'KH-11', km: 'មណ្ឌលគិរី', en: 'Mondulkiri' },
  { code: 'KH-12', km: 'ភ្នំពេញ', en: 'Phnom Penh' },
  { code: 'KH-13', km: 'ព្រះវិហារ', en: 'Preah Vihear' },
  { code: 'KH-14', km: 'ព្រៃវែង', en: 'Prey Veng' },
  { code: 'KH-15', km: 'ពោធិ៍សាត់', en: 'Pursat' },
  { code: 'KH-16', km: 'រតនគិរី', en: 'Ratanakiri' },
  { code: 'KH-17', km: 'សៀមរាប', en: 'Siem Reap' },
  { code: 'KH-18', km: 'ព្រះសីហនុ', en: 'Preah Sihanouk' },
  { code: 'KH-19', km: 'ស្ទឹងត្រែង', en: 'Stung Treng' },
  { code: 'KH-20', km: 'ស្វាយរៀង', en: 'Svay Rieng' },
  { code: 'KH-21', km: 'តាកែវ', en: 'Takéo' },
  { code: 'KH-22', km: 'ឧត្តរមានជ័យ', en: 'Oddar Meanchey' },
  { code: 'KH-23', km: 'កែប', en: 'Kep' },
  { code: 'KH-24', km: 'ប៉ៃលិន', en: 'Pailin' },
  { code: 'KH-25', km: 'ត្បូងឃ្មុំ', en: 'Tboung Khmum' },
] as const;

export type ProvinceCode = (typeof PROVINCES)[number]['code'];

export const PROVINCE_CODES: readonly ProvinceCode[] = PROVINCES.map(({ code }) => code);
